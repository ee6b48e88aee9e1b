# Both documents' scripts begin with this.
set -eu
umask 077
export LC_ALL=C

fail() {
  printf 'certfleet: %.400s\n' "$1" >&2
  exit 1
}

for tool in openssl flock timeout sync ls ln mv cp rm mkdir rmdir chmod chown chgrp cat id readlink sed tr grep od date sleep env; do
  command -v "$tool" >/dev/null || fail "this host has no $tool: install it (openssl, coreutils, util-linux)"
done

# Like DESTDIR, for simulated hosts: there "root" is root or the running user.
root=${CERTFLEET_ROOT:-}
root_resolved=
[ -z "$root" ] || root_resolved=$(cd -P "$root" && pwd -P)
me=$(id -u)
base=$root/var/lib/certfleet

# The script ends before the agent kills it, by a clock that nobody sets.
time_out='{{ executionTimeout }}'
case $time_out in *[!0-9]* | 0*) time_out=120 ;; esac
read -r now _ </proc/uptime
ends=$((${now%%.*} + time_out - time_out / 12 - 1))
left() { # until
  read -r now _ </proc/uptime
  left=$(($1 - ${now%%.*}))
}

# Every existing parent of a path and of each link on its way must be root's alone: whoever can rename one can put
# another in its place.
checked=' '
trust() { # path, d for a folder or f for a file
  case $checked in *" $1 "*) return 0 ;; esac
  checked="$checked$1 "
  kind=$2 rest=$1 at=$root_resolved links=0
  set -- "$at/"
  while [ -n "$rest" ]; do
    rest=${rest#/}
    name=${rest%%/*}
    rest=${rest#"$name"}
    case $name in
      '' | .) continue ;;
      ..) at=${at%/*} && continue ;;
    esac
    if [ -h "$at/$name" ]; then
      links=$((links + 1))
      [ "$links" -le 40 ] || fail "$at/$name is a link without an end"
      target=$(readlink "$at/$name")
      case $target in
        "$root"/*) at=$root_resolved target=${target#"$root"} ;;
        /*) at= ;;
      esac
      rest=$target$rest
    elif [ -e "$at/$name" ]; then
      at=$at/$name
      set -- "$@" "$at"
    else
      rest=
    fi
  done
  [ "$kind" = f ] || [ -d "$at/" ] || fail "$at is not a folder"
  listing=$(ls -ldn -- "$@")
  while read -r mode _ uid _ _ _ _ _ name; do
    case $mode-$uid in
      ?????w* | ????????w*) ;;
      *-0) continue ;;
      *) [ -z "$root" ] || [ "$uid" != "$me" ] || continue ;;
    esac
    fail "$name can be changed by others than root"
  done <<END
$listing
END
}

check_owner() {
  case $owner in
    '' | [!a-z_]* | *[!a-z0-9_-]*) fail "owner is not a user name: $owner" ;;
  esac
  owner_uid=$(id -u "$owner" 2>/dev/null) || fail "owner $owner does not exist on this host"
  [ "$me" = 0 ] || [ "$owner_uid" = "$me" ] || { [ -n "$root" ] && [ "$owner_uid" = 0 ]; } ||
    fail "only root can give a key to $owner"
}

check_unit() {
  [ "$unit" != - ] || return 0
  case $reload in reload | try-reload-or-restart) ;; *) fail "reloadMode is not one of reload, try-reload-or-restart: $reload" ;; esac
  systemctl=systemctl
  [ -z "$root" ] || [ ! -x "$root/usr/bin/systemctl" ] || systemctl=$root/usr/bin/systemctl
  case $unit in *[!A-Za-z0-9@_.-]* | -*) false ;; ?*.service) ;; *) false ;; esac ||
    fail "reloadUnit is not a service unit: $unit"
}

# /etc/certfleet/allow, where root has written one, lists all that the services may name: "owner USER", "unit NAME" and
# "folder PATH" (and what is below it), one a line; # begins a comment.
check_allowed() {
  { [ -e "$root/etc/certfleet/allow" ] || [ -h "$root/etc/certfleet/allow" ]; } || return 0
  trust /etc/certfleet/allow f
  for named in "owner $owner" "unit $unit" "folder $cert_path" "folder $key_path" "folder $csr_path" "folder $cacert_path"; do
    allowed=
    [ "$named" != "unit -" ] || continue
    while read -r kind value _ || [ -n "$kind" ]; do
      case $value-$named/ in
        -*) ;;
        *-"$kind $value/") allowed=yes ;;
        *-"folder ${value%/}"/*) [ "$kind" != folder ] || allowed=yes ;;
      esac
    done <"$root/etc/certfleet/allow"
    [ -n "$allowed" ] || fail "/etc/certfleet/allow does not allow $named"
  done
}

# The host's own check of what the services check too.
check_settings() {
  case $host in *[!A-Za-z0-9_-]*) false ;; mi-* | i-*) ;; *) false ;; esac || fail "not a managed-node id: $host"
  case $rotation in *[!0-9a-f-]*) false ;; ????????-????-????-????-????????????) ;; *) false ;; esac ||
    fail "not a rotation id: $rotation"
  for path in "certPath $cert_path" "keyPath $key_path" "csrPath $csr_path" "cacertPath $cacert_path" "signinghelperPath $helper_path"; do
    name=${path%% *} path=${path#* }
    [ "${#path}" -le 200 ] || fail "$name is longer than 200 characters"
    case $path in
      *[!A-Za-z0-9._+@/-]* | */../* | */.. | */./* | */. | *//* | */ | /var/lib/certfleet | /var/lib/certfleet/*) ;;
      /?*) continue ;;
    esac
    fail "$name is not a plain absolute path: $path"
  done
  check_owner
  check_unit
  check_allowed
  for folder in "$cert_path" "$key_path" "$csr_path" "$cacert_path" /var/lib/certfleet; do
    trust "$folder" d
  done
  helper=$root$helper_path/aws_signing_helper
  case $validation in
    required) [ -f "$helper" ] || fail "there is no $helper_path/aws_signing_helper" ;;
    if-installed) [ -f "$helper" ] || validation=off ;;
    off) ;;
    *) fail "validation is not one of required, if-installed, off: $validation" ;;
  esac
  [ "$validation" != off ] || return 0
  # A mount with noexec takes it away from root too.
  [ -x "$helper" ] || fail "$helper_path/aws_signing_helper cannot be run: see its mode and its mount"
  trust "$helper_path/aws_signing_helper" f
}

# One run at a time; the lock is the open file's, so it dies with the process.
lock() {
  exec 9>>"$base/lock"
  left "$ends"
  [ "$left" -gt 0 ] || return 1
  status=0
  # 9>&9: a Korn shell passes on no other descriptors.
  said=$(timeout "$left" flock 9 9>&9 2>&1) || status=$?
  case $status in
    0) ;;
    124 | 137 | 143) return 1 ;;
    *) fail "cannot lock $base/lock: ${said:-flock ended with $status}" ;;
  esac
}

# What was renamed must outlive a power cut. An old sync knows no files and takes all.
keep() { # file or folder ...
  sync "$@" 2>/dev/null || sync
}

# Calls "$1 NAME TARGET" for the four names.
each_name() {
  "$1" "$root$cert_path/$host.crt" host.crt
  "$1" "$root$key_path/$host.key" host.key
  "$1" "$root$csr_path/$host.csr" host.csr
  "$1" "$root$cacert_path/ca_chain_certificate.crt" ca.crt
}

common_names() { # certificate; a line each
  openssl x509 -noout -subject -nameopt esc_2253,esc_ctrl,sep_multiline,sname -in "$1" | sed -n 's/^ *CN=//p'
}

verify() { # chain certificate; OpenSSL 3 would ask its store too
  SSL_CERT_DIR=/dev/null SSL_CERT_FILE=/dev/null openssl verify -no-CApath -CAfile "$1" -purpose sslclient "$2" 2>&1
}

host=${AWS_SSM_INSTANCE_ID:-}
{ [ -n "$host" ] && [ -n "${AWS_SSM_REGION_NAME:-}" ]; } ||
  fail "AWS_SSM_INSTANCE_ID or AWS_SSM_REGION_NAME is not set: this is not Run Command"
text=$(printf %s '{{ payload }}' | openssl base64 -d -A 2>/dev/null) || fail "openssl cannot read the payload"
all='' line=''
while IFS= read -r each; do
  case $each in
    "all "*) [ -z "$all" ] || fail "the payload has two lines for all"; all=${each#all } ;;
    "$host "*) [ -z "$line" ] || fail "the payload has two lines for $host"; line=${each#* } ;;
  esac
done <<END
$text
END
[ -n "$line" ] || fail "the payload has no line for $host"

# A value's name is letters, so that the variable is ours: certPath=/etc/x becomes payload_certPath. What nobody reads is for the
# other script, or for a later version.
names=' '
set -f
for each in $all $line; do
  name=${each%%=*}
  [ "$name" != "$each" ] || fail "the payload has a value without a name: $each"
  case $name in '' | *[!A-Za-z]*) fail "the payload has a name that is not letters: $name" ;; esac
  case $names in *" $name "*) fail "the payload has two values of $name" ;; esac
  names="$names$name "
  eval "payload_$name=\${each#*=}"
done
set +f
needs() { # name ...
  for name in "$@"; do
    case $names in *" $name "*) ;; *) fail "the payload has no $name" ;; esac
  done
}
needs rotationId certPath keyPath csrPath cacertPath signinghelperPath owner validation
rotation=${payload_rotationId-} cert_path=${payload_certPath-} key_path=${payload_keyPath-} csr_path=${payload_csrPath-}
cacert_path=${payload_cacertPath-} helper_path=${payload_signinghelperPath-} owner=${payload_owner-} validation=${payload_validation-}
unit=- reload=reload
case $names in *' reloadUnit '*) unit=${payload_reloadUnit-} ;; esac
case $names in *' reloadMode '*) reload=${payload_reloadMode-} ;; esac
