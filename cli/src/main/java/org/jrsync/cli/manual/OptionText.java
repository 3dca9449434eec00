package org.jrsync.cli.manual;

import java.util.List;

/**
 * What people are told about one option.
 *
 * @param name the name that stands for it, as typed
 * @param argument what its argument is called, empty where there is none
 * @param section the heading it stands under
 * @param listed whether the help text shows it; some are meant for programs alone
 * @param help one line, without a full stop
 * @param off what its {@code --no-} form does, where that is worth a line of the help text; or
 *     empty
 * @param values the words that its argument may be, where there are only so many
 * @param prose the paragraphs of the man page, in the markup that options.txt describes
 */
public record OptionText(
    String name,
    String argument,
    String section,
    boolean listed,
    String help,
    String off,
    List<String> values,
    String prose) {}
