/**
 * What is told about the options: the help texts, and the documents that are generated (man page,
 * completion scripts, list of options). All of it comes from the option tables and one text for
 * each option, in the resources {@code options.txt} and {@code daemon-options.txt}.
 */
@org.jspecify.annotations.NullMarked
package org.jrsync.cli.manual;
