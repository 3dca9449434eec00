# bash completion for jrsync. Generated from the option table by docs/generate: do not edit.

_jrsync() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} mode=transfer
  local option= value= before= word
  COMPREPLY=()
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ $word != --daemon ]] || mode=daemon
  done
  if ((COMP_CWORD > 1)); then
    case ${COMP_WORDS[1]} in
      serve) mode=${COMP_WORDS[1]} ;;
    esac
  fi
  # What stands behind an equals sign is a word of its own, unless COMP_WORDBREAKS has been changed.
  if [[ $cur == = ]]; then
    option=$prev
  elif [[ $prev == = ]]; then
    option=${COMP_WORDS[COMP_CWORD - 2]} value=$cur
  elif [[ $cur == --*=* ]]; then
    option=${cur%%=*} value=${cur#*=} before=${cur%%=*}=
  else
    case "$mode $prev" in
      "transfer --files-from" | \
      "transfer --copy-as" | \
      "transfer --confine-root" | \
      "transfer --chmod" | \
      "transfer --usermap" | \
      "transfer --groupmap" | \
      "transfer --chown" | \
      "transfer --iconv" | \
      "transfer --filter" | \
      "transfer -f" | \
      "transfer --exclude" | \
      "transfer --include" | \
      "transfer --exclude-from" | \
      "transfer --include-from" | \
      "transfer --modify-window" | \
      "transfer -@" | \
      "transfer --max-size" | \
      "transfer --min-size" | \
      "transfer --compare-dest" | \
      "transfer --copy-dest" | \
      "transfer --link-dest" | \
      "transfer --max-delete" | \
      "transfer --backup-dir" | \
      "transfer --suffix" | \
      "transfer --partial-dir" | \
      "transfer --temp-dir" | \
      "transfer -T" | \
      "transfer --max-alloc" | \
      "transfer --block-size" | \
      "transfer -B" | \
      "transfer --checksum-choice" | \
      "transfer --cc" | \
      "transfer --checksum-seed" | \
      "transfer --compress-choice" | \
      "transfer --zc" | \
      "transfer --compress-level" | \
      "transfer --zl" | \
      "transfer --compress-threads" | \
      "transfer --zt" | \
      "transfer --skip-compress" | \
      "transfer --bwlimit" | \
      "transfer --rsh" | \
      "transfer -e" | \
      "transfer --rsync-path" | \
      "transfer --remote-option" | \
      "transfer -M" | \
      "transfer --port" | \
      "transfer --address" | \
      "transfer --sockopts" | \
      "transfer --password-file" | \
      "transfer --early-input" | \
      "transfer --timeout" | \
      "transfer --contimeout" | \
      "transfer --stop-after" | \
      "transfer --time-limit" | \
      "transfer --stop-at" | \
      "transfer --protocol" | \
      "transfer --write-batch" | \
      "transfer --only-write-batch" | \
      "transfer --read-batch" | \
      "transfer --info" | \
      "transfer --debug" | \
      "transfer --stderr" | \
      "transfer --out-format" | \
      "transfer --log-format" | \
      "transfer --log-file" | \
      "transfer --log-file-format" | \
      "transfer --outbuf" | \
      "daemon --config" | \
      "daemon --dparam" | \
      "daemon -M" | \
      "daemon --address" | \
      "daemon --port" | \
      "daemon --sockopts" | \
      "daemon --bwlimit" | \
      "daemon --log-file" | \
      "daemon --log-file-format" | \
      "daemon --temp-dir" | \
      "daemon -T" | \
      "daemon --protocol" | \
      "serve --port" | \
      "serve --name" | \
      "serve --address") option=$prev value=$cur ;;
    esac
  fi
  if [[ $option ]]; then
    _jrsync_value
  elif [[ $cur == -* ]]; then
    case $mode in
      transfer)
        mapfile -t COMPREPLY < <(compgen -W '
          --archive
          -a
          --recursive
          -r
          --no-recursive
          --no-r
          --inc-recursive
          --i-r
          --no-inc-recursive
          --no-i-r
          --dirs
          -d
          --no-dirs
          --no-d
          --old-dirs
          --old-d
          --relative
          -R
          --no-relative
          --no-R
          --implied-dirs
          --i-d
          --no-implied-dirs
          --no-i-d
          --one-file-system
          -x
          --no-one-file-system
          --no-x
          --prune-empty-dirs
          -m
          --no-prune-empty-dirs
          --no-m
          --files-from=
          --from0
          -0
          --no-from0
          --mkpath
          --no-mkpath
          --list-only
          --ignore-missing-args
          --delete-missing-args
          --copy-as=
          --qsort
          --trust-sender
          --links
          -l
          --no-links
          --no-l
          --copy-links
          -L
          --copy-unsafe-links
          --safe-links
          --munge-links
          --no-munge-links
          --copy-dirlinks
          -k
          --keep-dirlinks
          -K
          --hard-links
          -H
          --no-hard-links
          --no-H
          --insecure-links
          --no-insecure-links
          --confine-root=
          --perms
          -p
          --no-perms
          --no-p
          --executability
          -E
          --chmod=
          --acls
          -A
          --no-acls
          --no-A
          --xattrs
          -X
          --no-xattrs
          --no-X
          --owner
          -o
          --no-owner
          --no-o
          --group
          -g
          --no-group
          --no-g
          --numeric-ids
          --no-numeric-ids
          --usermap=
          --groupmap=
          --chown=
          --times
          -t
          --no-times
          --no-t
          --atimes
          -U
          --no-atimes
          --no-U
          --open-noatime
          --no-open-noatime
          --crtimes
          -N
          --no-crtimes
          --no-N
          --omit-dir-times
          -O
          --no-omit-dir-times
          --no-O
          --omit-link-times
          -J
          --no-omit-link-times
          --no-J
          --devices
          --no-devices
          --specials
          --no-specials
          -D
          --no-D
          --drop-D
          --no-drop-D
          --copy-devices
          --write-devices
          --no-write-devices
          --super
          --no-super
          --fake-super
          --iconv=
          --no-iconv
          --filter=
          -f
          --exclude=
          --include=
          --exclude-from=
          --include-from=
          --cvs-exclude
          -C
          -F
          --checksum
          -c
          --no-checksum
          --no-c
          --ignore-times
          -I
          --size-only
          --modify-window=
          -@
          --update
          -u
          --ignore-non-existing
          --existing
          --ignore-existing
          --max-size=
          --min-size=
          --compare-dest=
          --copy-dest=
          --link-dest=
          --fuzzy
          -y
          --no-fuzzy
          --no-y
          --delete
          --delete-before
          --delete-during
          --del
          --delete-delay
          --delete-after
          --delete-excluded
          --remove-source-files
          --remove-sent-files
          --force
          --no-force
          --ignore-errors
          --no-ignore-errors
          --max-delete=
          --backup
          -b
          --no-backup
          --backup-dir=
          --suffix=
          --inplace
          --no-inplace
          --append
          --no-append
          --append-verify
          --sparse
          -S
          --no-sparse
          --no-S
          --preallocate
          --partial
          --no-partial
          --partial-dir=
          --delay-updates
          --no-delay-updates
          --temp-dir=
          -T
          --fsync
          --dry-run
          -n
          --max-alloc=
          --whole-file
          -W
          --no-whole-file
          --no-W
          --block-size=
          -B
          --checksum-choice=
          --cc=
          --checksum-seed=
          --compress
          -z
          --no-compress
          --no-z
          --compress-choice=
          --zc=
          --compress-level=
          --zl=
          --compress-threads=
          --zt=
          --new-compress
          --old-compress
          --skip-compress=
          --bwlimit=
          --no-bwlimit
          --rsh=
          -e
          --rsync-path=
          --remote-option=
          -M
          --old-args
          --no-old-args
          --secluded-args
          --protect-args
          -s
          --no-secluded-args
          --no-protect-args
          --no-s
          --blocking-io
          --no-blocking-io
          --port=
          --address=
          --sockopts=
          --ipv4
          -4
          --ipv6
          -6
          --password-file=
          --early-input=
          --timeout=
          --no-timeout
          --contimeout=
          --no-contimeout
          --stop-after=
          --time-limit=
          --stop-at=
          --protocol=
          --write-batch=
          --only-write-batch=
          --read-batch=
          --verbose
          -v
          --no-verbose
          --no-v
          --info=
          --debug=
          --stderr=
          --msgs2stderr
          --no-msgs2stderr
          --quiet
          -q
          --motd
          --no-motd
          --itemize-changes
          -i
          --no-itemize-changes
          --no-i
          --out-format=
          --log-format=
          --stats
          --human-readable
          -h
          --no-human-readable
          --no-h
          --progress
          --no-progress
          -P
          --log-file=
          --log-file-format=
          --8-bit-output
          -8
          --no-8-bit-output
          --no-8
          --outbuf=
          --version
          -V
          --help
          --daemon' -- "$cur")
        ;;
      daemon)
        mapfile -t COMPREPLY < <(compgen -W '
          --daemon
          --config=
          --check-config
          --dparam=
          -M
          --address=
          --port=
          --ipv4
          -4
          --ipv6
          -6
          --sockopts=
          --detach
          --no-detach
          --bwlimit=
          --log-file=
          --log-file-format=
          --temp-dir=
          -T
          --protocol=
          --verbose
          -v
          --no-verbose
          --no-v
          --server
          --help
          -h' -- "$cur")
        ;;
      serve)
        mapfile -t COMPREPLY < <(compgen -W '
          --port=
          --name=
          --writable
          --address=
          --help' -- "$cur")
        ;;
    esac
    [[ ${#COMPREPLY[@]} != 1 || ${COMPREPLY[0]} != *= ]] || compopt -o nospace
  elif [[ $mode != transfer ]]; then
    compopt -o filenames
    mapfile -t COMPREPLY < <(compgen -d -- "$cur")
  else
    compopt -o filenames
    mapfile -t COMPREPLY < <(compgen -f -- "$cur")
    ((COMP_CWORD > 1)) || mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -W 'serve' -- "$cur")
  fi
}

# Completes the argument of an option, by the caller's mode, option, value and before.
_jrsync_value() {
  local kind= words= list=
  case "$mode $option" in
    "transfer --files-from") kind=FILE ;;
    "transfer --copy-as") kind=USER ;;
    "transfer --confine-root") kind=DIRECTORY ;;
    "transfer --chown") kind=USER ;;
    "transfer --exclude-from") kind=FILE ;;
    "transfer --include-from") kind=FILE ;;
    "transfer --compare-dest") kind=DIRECTORY ;;
    "transfer --copy-dest") kind=DIRECTORY ;;
    "transfer --link-dest") kind=DIRECTORY ;;
    "transfer --backup-dir") kind=DIRECTORY ;;
    "transfer --partial-dir") kind=DIRECTORY ;;
    "transfer --temp-dir" | "transfer -T") kind=DIRECTORY ;;
    "transfer --checksum-choice" | "transfer --cc") kind=WORD words='auto xxh128 xxh3 xxh64 xxhash md5 md4 sha1 none' ;;
    "transfer --compress-choice" | "transfer --zc") kind=WORD words='auto zstd lz4 zlibx zlib none' ;;
    "transfer --rsh" | "transfer -e") kind=COMMAND ;;
    "transfer --rsync-path") kind=COMMAND ;;
    "transfer --password-file") kind=FILE ;;
    "transfer --early-input") kind=FILE ;;
    "transfer --write-batch") kind=FILE ;;
    "transfer --only-write-batch") kind=FILE ;;
    "transfer --read-batch") kind=FILE ;;
    "transfer --info") kind=LIST words='backup copy del flist misc mount name nonreg progress remove skip stats symsafe all none help' ;;
    "transfer --debug") kind=LIST words='acl backup bind chdir connect cmd del deltasum dup exit filter flist fuzzy genr hash hlink iconv io nstr own proto recv send time all none help' ;;
    "transfer --stderr") kind=WORD words='errors all client' ;;
    "transfer --log-file") kind=FILE ;;
    "transfer --outbuf") kind=WORD words='none line block' ;;
    "daemon --config") kind=FILE ;;
    "daemon --log-file") kind=FILE ;;
    "daemon --temp-dir" | "daemon -T") kind=DIRECTORY ;;
  esac
  case $kind in
    FILE) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$value") ;;
    DIRECTORY) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$value") ;;
    USER) mapfile -t COMPREPLY < <(compgen -u -- "$value") ;;
    COMMAND) mapfile -t COMPREPLY < <(compgen -c -- "$value") ;;
    LIST)
      [[ $value != *,* ]] || list=${value%,*},
      mapfile -t COMPREPLY < <(compgen -P "$list" -W "$words" -- "${value##*,}")
      compopt -o nospace
      ;;
    WORD) mapfile -t COMPREPLY < <(compgen -W "$words" -- "$value") ;;
  esac
  [[ ! $before ]] || COMPREPLY=("${COMPREPLY[@]/#/$before}")
}

complete -F _jrsync jrsync
