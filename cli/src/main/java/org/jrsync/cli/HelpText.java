package org.jrsync.cli;

/** The help texts. */
final class HelpText {

  private static final String CLIENT =
      """

      jrsync copies files and makes one tree equal to another, here or on another
      machine, and sends only what differs. The other side may be any rsync.

      Usage: jrsync [OPTION]... SOURCE... DESTINATION
             jrsync [OPTION]... SOURCE            (lists it)
             jrsync serve [--port N] [--name MODULE] [--writable] DIRECTORY
             jrsync --daemon [OPTION]...
      One of source and destination may be on another machine:
        [USER@]HOST:PATH                          through a remote shell
        [USER@]HOST::MODULE/PATH                  at a daemon
        rsync://[USER@]HOST[:PORT]/MODULE/PATH    at a daemon

      What is transferred
      --archive, -a            the usual choice: -rlptgoD
      --recursive, -r          descend into directories
      --inc-recursive, --i-r   allow the list of files to be sent in parts
      --no-inc-recursive, --no-i-r  send the whole list first
      --dirs, -d               transfer directories, but do not descend
      --old-dirs, --old-d      as --dirs, for servers that do not know it
      --relative, -R           keep the whole path of each source
      --implied-dirs, --i-d    with -R send the attributes of the path's directories
      --one-file-system, -x    stay in the file system; twice leaves mount points out
      --links, -l              copy symlinks as symlinks
      --hard-links, -H         keep hard links between the files
      --perms, -p              keep permissions
      --executability, -E      without -p, keep whether a file can be executed
      --times, -t              keep modification times
      --atimes, -U             keep access times; twice does not change those of the sources
      --omit-dir-times, -O     but not those of directories
      --omit-link-times, -J    nor those of symlinks
      --owner, -o              keep owners
      --group, -g              keep groups
      --devices                keep device files
      --specials               keep FIFOs and sockets
      -D                       both of these
      --numeric-ids            keep user and group numbers, whatever their names
      --usermap=RULES          give files to other users, each rule FROM:TO
      --groupmap=RULES         give files to other groups
      --chown=USER:GROUP       give all files to a user, a group or both
      --super                  act as root does, whoever you are
      --copy-as=USER:GROUP     touch files as another user
      --chmod=CHANGES          change permissions on the way
      --list-only              list the files instead of copying them

      Which files are left out
      --filter=RULE, -f        add a filter rule
      --exclude=PATTERN        leave out what matches
      --include=PATTERN        do not leave out what matches
      --cvs-exclude, -C        leave out what CVS would
      -F                       rules from .rsync-filter files; twice leaves those out
      --exclude-from=FILE      patterns from a file
      --include-from=FILE      patterns from a file

      Which files are updated
      --checksum, -c           compare contents instead of sizes and times
      --ignore-times, -I       update even where size and time agree
      --size-only              compare sizes alone
      --modify-window=N, -@    seconds by which equal times may differ
      --update, -u             leave newer files of the destination alone
      --existing               create nothing
      --ignore-non-existing    the same
      --ignore-existing        update nothing
      --max-size=SIZE          no files that are larger
      --min-size=SIZE          no files that are smaller

      Deletion
      --delete                 delete what the source does not have
      --delete-before          before the transfer
      --delete-during, --del   as the transfer goes on
      --delete-delay           find out during the transfer, delete after it
      --delete-after           after the transfer
      --delete-excluded        delete what the filters leave out, too
      --force                  let a file replace a directory that is not empty
      --ignore-errors          delete even after read errors
      --max-delete=N           delete at most so many files

      Data
      --whole-file, -W         send whole files, no differences
      --block-size=SIZE, -B    compare blocks of this size
      --checksum-choice=NAMES, --cc  choose the checksums
      --checksum-seed=N        choose the seed of the checksums
      --compress, -z           compress the data on its way
      --compress-level=N, --zl choose how well
      --compress-choice=NAME, --zc  choose zstd, lz4, zlibx, zlib or none
      --compress-threads=N, --zt  compress zstd with more threads
      --new-compress, --old-compress  choose zlibx, as -zz does, or zlib
      --skip-compress=LIST     suffixes not worth it; no compression heeds this
      --inplace                write into the destination's files
      --append                 only add to shorter files
      --append-verify          the same, and check the rest
      --sparse, -S             leave holes for zeros
      --partial                keep what an interrupted transfer brought
      --partial-dir=DIR        keep it there
      --bwlimit=RATE           limit the rate, in units of 1024 bytes a second
      --mkpath                 make the destination's missing parents too
      --dry-run, -n            only show what would be done

      The other side
      --rsh=COMMAND, -e        the remote shell
      --rsync-path=PROGRAM     the program to run there
      --remote-option=OPT, -M  an option for the other side alone
      --old-args               let the shell there split and expand the arguments
      --secluded-args, -s, --protect-args  keep the arguments from the shell there
      --blocking-io            use blocking pipes to the remote shell
      --port=N                 the daemon's port
      --address=ADDRESS        the local address to connect from
      --password-file=FILE     read the daemon's password from a file
      --timeout=SECONDS        give up after so long without data
      --contimeout=SECONDS     give up after so long without a connection
      --protocol=N             speak an older protocol

      Output
      --verbose, -v            say more; again for more
      --quiet, -q              say errors only
      --info=FLAGS             choose what to say; --info=help lists the flags
      --debug=FLAGS            choose what else to say; --debug=help lists the flags
      --stderr=errors          send errors to standard error (the other modes are not there)
      --no-motd                leave out the daemon's greeting
      --itemize-changes, -i    show what changes in each file; twice shows all files
      --out-format=FORMAT, --log-format  a line of your own for each file
      --stats                  totals at the end
      --human-readable, -h     numbers with units; alone this text
      --progress               show progress
      -P                       --partial and --progress
      --8-bit-output, -8       leave the bytes of names as they are
      --outbuf=N|L|B           buffer the output not at all, by line or in blocks
      --version, -V            version and capabilities; twice as JSON
      --help                   this text

      --no-OPTION turns off most options, such as one that -a implies. Any other option of
      rsync is refused by its name. The manual pages rsync(1) and rsyncd.conf(5) describe
      all of them; jrsync --daemon --help has the options of the daemon.
      """;

  private static final String DAEMON =
      """

      Usage: jrsync --daemon [OPTION]...
      Serves the modules of a configuration file to any rsync.

      --daemon                 be a daemon
      --config=FILE            the configuration, instead of /etc/rsyncd.conf
      --dparam=NAME=VALUE, -M  set a global parameter
      --address=ADDRESS        listen at one address
      --port=N                 listen at another port than 873
      --no-detach              stay in the foreground
      --detach                 go to the background, as is usual
      --bwlimit=N              limit every connection, in units of 1024 bytes a second
      --log-file=FILE          log there
      --protocol=N             speak an older protocol
      --verbose, -v            say more
      --help, -h               this text
      """;

  private HelpText() {}

  static String client() {
    return Version.text() + CLIENT;
  }

  static String daemon() {
    return Version.text() + DAEMON;
  }
}
