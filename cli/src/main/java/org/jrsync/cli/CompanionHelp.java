package org.jrsync.cli;

/** The help texts of the companions, which are commands of the same program. */
final class CompanionHelp {

  private static final String SSL =
      """

      jrsync ssl is jrsync that reaches rsync daemons over TLS.

      Usage: jrsync ssl [--type=TYPE] RSYNC_ARG...
      One of the arguments names a daemon: HOST::MODULE/PATH or
      rsync://HOST[:PORT]/MODULE/PATH; the port is 874 unless given.

      --type=TYPE              openssl, gnutls or stunnel: checked and no more, as
                               TLS needs no other program here

      Environment
      RSYNC_SSL_CA_CERT        file of the authorities to trust; set to nothing, the
                               daemon's certificate is not looked at; not set, the
                               system's authorities (SSL_CERT_FILE names others)
      RSYNC_SSL_SKIP_HOSTNAME_CHECK  with 1, the certificate may be for another name
      RSYNC_SSL_CERT           file of the certificate to show to the daemon
      RSYNC_SSL_KEY            file of its key, where that is in another one
      RSYNC_SSL_PORT           port where none is given
      RSYNC_SSL_TYPE           as --type

      All other options are those of jrsync itself:
      """;

  private static final String RESTRICT =
      """

      jrsync restrict is what sshd runs for a user who may use rsync in one folder:
        command="jrsync restrict DIR" ssh-ed25519 AAAA...
      in that user's authorized_keys. It serves what SSH_ORIGINAL_COMMAND asks for.

      Usage: jrsync restrict [-ro | -wo] [OPTION]... DIR

      -ro              allow reading alone; implies -no-del and -no-lock
      -wo              allow writing alone
      -munge           store symlinks in a form that leads nowhere, as --munge-links
      -absolute        allow arguments to name DIR by its own path
      -no-del          allow no deletion: refuse --delete* and --remove*
      -no-lock         allow several sessions at once
      -no-overwrite    leave files alone that are there, as --ignore-existing
      -help, -h        show this help and end
      """;

  private CompanionHelp() {}

  /** Of {@code jrsync restrict}. */
  static String restrict() {
    return RESTRICT;
  }

  /** Of {@code jrsync ssl}, to be followed by the client's. */
  static String ssl() {
    return SSL;
  }
}
