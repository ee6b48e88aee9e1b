# lib.sh, which comes first, has read the payload.
needs keyAlgorithm
key_algorithm=${payload_keyAlgorithm-} clock_from=${payload_clockFrom-} clock_until=${payload_clockUntil-}
case ${#clock_from}-${#clock_until}-$clock_from$clock_until in
  *-*-*[!0-9]*) false ;;
  0-0- | 14-14-*) ;;
  *) false ;;
esac || fail "clockFrom and clockUntil are not two times: $clock_from $clock_until"
# What would make the installation fail should fail now, before a certificate is issued.
check_settings

case $key_algorithm in
  RSA_2048) set -- RSA -pkeyopt rsa_keygen_bits:2048 ;;
  RSA_4096) set -- RSA -pkeyopt rsa_keygen_bits:4096 ;;
  EC_prime256v1) set -- EC -pkeyopt ec_paramgen_curve:prime256v1 -pkeyopt ec_param_enc:named_curve ;;
  EC_secp384r1) set -- EC -pkeyopt ec_paramgen_curve:secp384r1 -pkeyopt ec_param_enc:named_curve ;;
  *) fail "not a key algorithm: $key_algorithm" ;;
esac

# --- what install-certificate will need of this host is tried before a certificate is issued ---
try() { # what fails, command ...
  what=$1
  shift
  said=$("$@" 2>&1 9>&-) || fail "$what: $(printf %s "$said" | tr '\n' ' ')"
}

try_base() {
  if [ ! -d "$base" ]; then
    said=$( (umask 022 && mkdir -p "$base" && chmod 711 "$base") 2>&1) || fail "cannot make $base: $said"
    keep "$base" "${base%/*}"
  fi
  [ ! -d "$base/lock" ] || fail "$base/lock is a folder: remove it"
  { printf '' >>"$base/lock"; } 2>/dev/null || fail "cannot write to $base: its file system is full or read-only"
}

# Its calls on files that nobody uses.
try_files() {
  [ -h "$base/next" ] || [ ! -d "$base/next" ] || fail "$base/next is a folder: remove it"
  [ ! -d "$base/said" ] || fail "$base/said is a folder: remove it"
  [ -h "$base/current" ] || [ ! -e "$base/current" ] || fail "$base/current is not a link: move it away"
  trial=$making/trial
  try "cannot write to $base" mkdir "$trial"
  for number in 1 2 3 4 5 6 7 8 9 10; do
    { printf '%08192d' 0 >"$trial/$number"; } 2>/dev/null || fail "cannot write to $base: its file system is full"
  done
  try "this host's sync fails" keep "$trial/1" "$trial"
  try "cannot copy in $base" cp -p "$trial/1" "$trial/copy"
  for target in . 1; do
    try "cannot make a link in $base" ln -s "$target" "$trial/next"
    try "this host's mv must know -T, install coreutils" mv -fT "$trial/next" "$trial/current"
  done
  [ "$(readlink "$trial/current")" = 1 ] || fail "this host's mv must know -T, install coreutils: it does not replace a link to a folder"
  try "this host's timeout must know -s KILL, and a number of seconds" timeout -s KILL 9 cat /dev/null
  try "this host's od cannot read /dev/urandom" od -An -N2 -tu2 /dev/urandom
  rm -rf "$trial"
}

# The name can be replaced, or its folder be made. Nothing stays.
tried=
try_name() { # name target
  folder=${1%/*}
  if [ ! -d "$folder" ]; then
    [ "$folder" != "$tried" ] || return 0
    tried=$folder
    while [ ! -d "$folder/" ]; do
      if [ -h "$folder" ] || [ -e "$folder" ]; then fail "$folder is not a folder: move it away"; fi
      folder=${folder%/*}
    done
    [ ! -d "$folder/.certfleet" ] || rmdir "$folder/.certfleet"
    try "cannot make a folder in $folder/" mkdir "$folder/.certfleet"
    rmdir "$folder/.certfleet"
    return
  fi
  for name in "$1" "$1.certfleet" "$1.certfleet-was"; do
    [ -h "$name" ] || [ ! -d "$name" ] || fail "$name is a folder: move it away"
  done
  [ ! -f "$1" ] || said=$(cat "$1" 2>&1 >/dev/null) || fail "cannot read $1: $said"
  try "cannot write to $folder" ln -sf "$base/current/$2" "$1.certfleet"
  if [ -f "$1" ] && [ ! -h "$1" ] && ! ln -f "$1" "$1.certfleet" 2>/dev/null; then
    rm -f "$1.certfleet"
    try "cannot copy $1" cp -p "$1" "$1.certfleet"
    # A copy that can have a second name where the file itself cannot: it is the file.
    if ln "$1.certfleet" "$1.certfleet-try" 2>/dev/null; then
      rm -f "$1.certfleet" "$1.certfleet-try"
      fail "$1 cannot be replaced: it is immutable (see lsattr) or a mount of its own"
    fi
  fi
  rm -f "$1.certfleet"
}

# Its calls on a certificate that the new key signs itself.
try_openssl() {
  of="this host's openssl ($(openssl version 2>&1)) must be 1.1.1 or newer"
  try "$of" openssl req -new -x509 -batch -sha256 -days 2 -config "$making/req.conf" -key "$making/host.key" \
    -subj "/CN=$host" -outform DER -out "$making/trial.der"
  try "$of" openssl x509 -inform DER -in "$making/trial.der" -out "$making/trial.crt"
  [ "$(openssl base64 -A -in "$making/trial.der" | openssl base64 -d -A | openssl x509 -inform DER)" = "$(openssl x509 -in "$making/trial.crt")" ] ||
    fail "$of: it cannot read base64"
  [ "$(openssl x509 -noout -pubkey -in "$making/trial.crt")" = "$(openssl pkey -pubout -in "$making/host.key")" ] ||
    fail "$of: it cannot compare key and certificate"
  [ "$(common_names "$making/trial.crt")" = "$host" ] || fail "$of: it cannot print a subject"
  try "$of" verify "$making/trial.crt" "$making/trial.crt"
  rm -f "$making"/trial.*
}

# A helper that cannot be run at all: a folder without execution, another architecture, half a download.
try_helper() {
  [ "$validation" != off ] || return 0
  status=0
  env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin timeout -s KILL 15 "$helper" version >"$making/said" 2>&1 9>&- || status=$?
  case $status in
    0 | 124 | 137) return 0 ;;
    126 | 127) ;;
    # A script may know no "version".
    *) case $(od -An -tx1 -N2 "$helper") in *23*21*) return 0 ;; esac ;;
  esac
  fail "$helper cannot be run (exit $status): $(tr -c '[:print:]' ' ' <"$making/said")"
}

try_unit() {
  [ "$unit" != - ] || return 0
  command -v "$systemctl" >/dev/null || fail "this host has no systemctl: remove reloadUnit from its row"
  status=0
  timeout -s KILL 15 "$systemctl" show -p LoadState -p ActiveState -p CanReload "$unit" >"$making/said" 2>&1 9>&- || status=$?
  said=$(tr -c '[:print:]' ' ' <"$making/said")
  case $reload:$status:$said in
    *:124:* | *:137:*) ;;
    *LoadState=not-found*) fail "there is no $unit on this host: install it, or change or remove reloadUnit" ;;
    # It reads the new pair when it starts.
    *ActiveState=inactive* | *ActiveState=failed* | *ActiveState=deactivating* | *ActiveState=maintenance*) ;;
    reload:*CanReload=no*) fail "$unit has no ExecReload: set reloadMode to try-reload-or-restart" ;;
    *:0:* | *:) ;;
    *) fail "systemctl cannot say anything of $unit: $said" ;;
  esac
}

before() { # time time; by day, then by second: together they are too large for a shell of 32 bits
  [ "${1%??????}" -lt "${2%??????}" ] || { [ "${1%??????}" = "${2%??????}" ] && [ "${1#????????}" -lt "${2#????????}" ]; }
}

# 1970 on a host without a battery, yesterday after a snapshot, a local time for UTC: Roles Anywhere refuses what is
# signed by it. The payload says what time it can be by the services' clock; else the certificate in use tells a little.
try_clock() {
  now=$(date -u +%Y%m%d%H%M%S) wrong=
  [ -n "$clock_from" ] || clock_from=$(begin "$base/current/host.crt")
  if before "$now" "${clock_from:-20260101000000}"; then wrong=behind; elif before "${clock_until:-99991231235959}" "$now"; then wrong=ahead; fi
  [ -z "$wrong" ] || fail "this host's clock is $wrong, it says $(date -u +%FT%TZ): set it"
}

begin() { # certificate; 20270131093000 for a notBefore of 2027-01-31T09:30:00Z or nothing
  openssl asn1parse -in "$1" 2>/dev/null | sed -n '/UTCTIME/{s/.*:/20/;s/Z.*//;p;q;}'
}

# The serial of the certificate that stands at the host's name, else of the current version: the row may not know it.
held() {
  for file in "$root$cert_path/$host.crt" "$base/current/host.crt"; do
    [ -f "$file" ] || continue
    serial=$(openssl x509 -noout -serial -in "$file" 2>/dev/null | tr A-F a-f) || continue
    serial=${serial#serial=}
    case $serial in '' | *[!0-9a-f]*) continue ;; esac
    echo "$serial"
    return
  done
  echo -
}

# What root lets a group read by hand, with chgrp and chmod, stays readable to it.
keep_group() {
  # shellcheck disable=SC2046 # the listing's fields are separated by blanks
  set -- $(ls -ldn "$base/current/host.key" 2>/dev/null)
  case $(readlink "$base/current" || :)-${1:-} in
    found-*) ;;
    *-r??r*) try "the key cannot be given to the group of the one before" chgrp "$4" "$making/host.key"
      chmod 440 "$making/host.key" ;;
  esac
}

# One more than any version has: age is told by it, since a clock may be put right.
next_order() {
  most=0
  for file in "$base"/*/order; do
    number=
    { read -r number <"$file"; } 2>/dev/null || :
    case $number in '' | *[!0-9]* | ??????????*) continue ;; esac
    [ "$number" -le "$most" ] || most=$number
  done
  echo $((most + 1))
}

try_base
lock || fail "another run has held $base/lock for $time_out s"
version=$base/$rotation
making=$base/making
# A second run answers with the same key and CSR: the folder gets its name when both are complete.
if [ ! -s "$version/host.key" ] || [ ! -s "$version/host.csr" ]; then
  rm -rf "$making"
  said=$(mkdir "$making" 2>&1) || fail "cannot write to $base: $said"
  try_clock
  try_files
  each_name try_name
  try_unit
  try_helper
  # A configuration of our own: the system's may add extensions, which the issuer refuses.
  printf '[req]\ndistinguished_name = dn\n[dn]\n' >"$making/req.conf"
  if [ -s "$version/host.key" ]; then
    cp -p "$version/host.key" "$making/host.key"
  else
    try "openssl cannot make a key" openssl genpkey -algorithm "$@" -out "$making/host.key"
  fi
  try "openssl cannot make a CSR" openssl req -new -batch -sha256 -config "$making/req.conf" -key "$making/host.key" \
    -subj "/CN=$host" -out "$making/host.csr"
  try_openssl
  rm -f "$making/req.conf" "$making/said"
  next_order >"$making/order"
  [ "$me" != 0 ] || try "the key cannot be given to $owner" chown "$owner" "$making/host.key"
  chmod 400 "$making/host.key"
  keep_group
  chmod 644 "$making/host.csr"
  chmod 711 "$making"
  keep "$making"/* "$making"
  rm -rf "$version"
  mv -fT "$making" "$version"
  keep "$base"
fi
printf 'certfleet generate-csr %s holds %s\n' "$rotation" "$(held)"
cat "$version/host.csr"
