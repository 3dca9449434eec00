package org.jrsync.engine.options;

import java.util.List;

/**
 * The arguments of a server, in the two parts in which it may get them.
 *
 * @param open on its command line, or in the list that every daemon reads
 * @param secluded in a list that goes through the connection once the server runs, each item ended
 *     by NUL; it begins with a name for the program, and is empty unless {@code --secluded-args} is
 *     on
 */
public record ServerWords(List<byte[]> open, List<byte[]> secluded) {}
