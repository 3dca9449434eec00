package org.jrsync.daemon.listen;

import java.net.InetAddress;
import org.jrsync.posix.SocketHandle;

/**
 * A client that was accepted.
 *
 * @param number unique among the daemon's sessions, from 1
 * @param address the client's; one mapped into IPv6 is IPv4 here
 * @param tls whether it came by a port where TLS is spoken
 */
public record Connection(long number, InetAddress address, SocketHandle socket, boolean tls) {}
