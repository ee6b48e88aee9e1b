# lib.sh, which comes first, has read the payload.
needs roleArn profileArn trustAnchorArn proofSpread certificate chain
role_arn=${payload_roleArn-} profile_arn=${payload_profileArn-} trust_anchor_arn=${payload_trustAnchorArn-}
most_delay=${payload_proofSpread-} certificate=${payload_certificate-} chain=${payload_chain-}
case $role_arn$profile_arn$trust_anchor_arn in *[!A-Za-z0-9:/_+=,.@-]*) fail "an ARN has characters that no ARN has" ;; esac
case $most_delay in [0-9] | [1-9][0-9] | [1-9][0-9][0-9]) ;; *) fail "proofSpread is not a number below 1000: $most_delay" ;; esac
check_settings

answer() { printf 'certfleet install-certificate %s %s\n' "$rotation" "$1"; }

# Nothing is known to be wrong with the certificate: EX_TEMPFAIL.
later() { answer "later $1" && exit 75; }

# However often this rotation is tried, only another key can be installed: EX_NOINPUT.
needs_new_key() {
  answer "needs-new-key $1"
  printf 'certfleet: %.400s\n' "$1" >&2
  exit 66
}

# In one line, without the query of a URL; the cause stands at the end.
words() { # file
  tr -c '[:print:]' ' ' <"$1" | sed 's/?[^" ]*"/"/g; s/  */ /g; s/ $//; s/^\(.\{100\}\).*\(.\{190\}\)$/\1 ... \2/'
}

# Written beside what may stand there: a version in use does not change.
write_version() {
  new=$version/host.crt.new
  certificate=$(printf %s "$certificate" | openssl base64 -d -A 2>/dev/null | openssl x509 -inform DER 2>/dev/null) ||
    fail "the certificate cannot be read"
  chain=$(printf %s "$chain" | openssl base64 -d -A 2>/dev/null | tr -d '\r')
  # The payload names its folder: only certificates may get there.
  ! printf '%s\n' "$chain" | grep -Eqv '^(-----(BEGIN|END) CERTIFICATE-----|[A-Za-z0-9+/=]*)$' ||
    fail "the CA chain is not made of certificates"
  { printf '%s\n' "$certificate" >"$new" && printf '%s\n' "$chain" >"$version/ca.crt.new"; } 2>/dev/null ||
    fail "cannot write to $version: its file system is full or read-only"
  chmod 644 "$new" "$version/ca.crt.new"
}

check_version() {
  of_key=$(openssl pkey -pubout -in "$version/host.key" 2>/dev/null) || needs_new_key "the key of this rotation cannot be read"
  [ "$(openssl x509 -noout -pubkey -in "$new")" = "$of_key" ] ||
    needs_new_key "certificate and key do not belong together: $another, or it was restored from a snapshot"
  names=$(common_names "$new")
  [ "$names" = "$host" ] || fail "the certificate is not this host's: $(printf %s "$names" | tr '\n' ' ')"
  trusted=$(verify "$version/ca.crt.new" "$new") ||
    fail "the certificate is not valid under its chain: $(printf '%s\n' "$trusted" | sed -n 's/.*lookup: *//p' | tr '\n' ' ')by this host's clock, $(date -u +%FT%TZ)"
  order_of "$base/current"
  used=$order
  order_of "$version"
  [ "$order" -ge "$used" ] || needs_new_key "the key is older than the one in use"
  mv -f "$new" "$version/host.crt"
  mv -f "$version/ca.crt.new" "$version/ca.crt"
}

random() { echo $(($(od -An -N2 -tu2 /dev/urandom) % $1)); } # below

# Asks Roles Anywhere for a session with the new pair.
prove() {
  [ "$validation" != off ] || return 0
  # A reload gets a quarter.
  until=$ends
  [ "$unit" = - ] || until=$((ends - time_out / 4))
  left "$((until - 15))"
  [ "$left" -ge 0 ] || left=0
  [ "$most_delay" -le "$left" ] || most_delay=$left
  sleep "$(random $((most_delay + 1)))" 9>&-
  reason="another run left no time for the proof"
  for pause in 2 4 8 0; do
    left "$until"
    [ "$left" -le 15 ] || left=15
    [ "$left" -ge 3 ] || break
    status=0
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin timeout -s KILL "$left" "$helper" credential-process \
      --certificate "$version/host.crt" --private-key "$version/host.key" --trust-anchor-arn "$trust_anchor_arn" \
      --profile-arn "$profile_arn" --role-arn "$role_arn" --region "$AWS_SSM_REGION_NAME" 2>"$base/said" >/dev/null 9>&- ||
      status=$?
    [ "$status" != 0 ] || return 0
    errors=$(words "$base/said")
    case $(tr '\n' ' ' <"$base/said") in
      # It is the request's time, whatever the exception is called.
      *ignature* | *RequestExpired* | *RequestTimeTooSkewed*)
        reason="is the clock of this host right ($(date -u +%FT%TZ))? $errors" ;;
      # CreateSession's refusals, and what the helper says before it asks; anything else may pass.
      *AccessDenied* | *ValidationException* | *ResourceNotFound* | *"failed to parse "*" arn: "* | *"regions don't match"* | \
        *"unsupported algorithm"* | *"ould not parse "[cpP]* | *"nable to parse "[pP]*)
        fail "the proof failed: $errors" ;;
      *[Tt]hrottl* | *TooManyRequests* | *"ate exceeded"* | *"tatusCode: 429"* | *"tatus code: 429"*)
        reason="Roles Anywhere throttles: $errors" ;;
      *)
        reason="no session yet: ${errors:-exit $status}"
        # Of timeout, or of the signal where timeout is busybox's.
        case $status in 124 | 137 | 143) reason="the signing helper took more than $left s: $errors" ;; esac ;;
    esac
    [ "$pause" != 0 ] || break
    pause=$((pause + $(random $((pause + 1)))))
    left "$until"
    [ "$pause" -le "$left" ] || break
    sleep "$pause" 9>&-
  done
  later "$reason"
}

ours() { [ "$(readlink "$1" 2>/dev/null)" = "$base/current/$2" ]; } # name target

copy_found() { # name target
  { [ -f "$1" ] && ! ours "$1" "$2"; } || return 0
  (umask 066 && mkdir -p "$base/found.new")
  cp -p "$1" "$base/found.new/$2"
}

# Files that the host had before become a version first.
adopt_found() {
  rm -rf "$base/found.new"
  each_name copy_found
  { [ -d "$base/found.new" ] && [ "$before" != found ]; } || return 0
  if [ -f "$base/found.new/host.key" ]; then
    # Its folder may have kept others out; its owner must read it.
    [ "$me" != 0 ] || chown "$owner" "$base/found.new/host.key"
    chmod o= "$base/found.new/host.key"
  fi
  cp "$version/order" "$base/found.new" 2>/dev/null || :
  rm -rf "$base/found"
  mv -fT "$base/found.new" "$base/found"
  [ -z "$before" ] || return 0
  switch found
  before=found
}

# What stood at a name stays beside it until the new version is in use for good.
link() { # name target
  ! ours "$1" "$2" || return 0
  [ -d "${1%/*}" ] || { (umask 022 && mkdir -p "${1%/*}") && keep "${1%/*}/.." "${1%/*}/../.." "${1%/*}/../../.."; }
  rm -f "$1.certfleet" "$1.certfleet-was"
  if [ -h "$1" ] || [ -e "$1" ]; then
    ln -P "$1" "$1.certfleet-was" 2>/dev/null || cp -Pp "$1" "$1.certfleet-was"
  else
    ln -s certfleet-nothing "$1.certfleet-was"
  fi
  ln -s "$base/current/$2" "$1.certfleet"
  mv -fT "$1.certfleet" "$1"
}

unlink() { # name target
  was=$1.certfleet-was
  if ours "$1" "$2"; then
    if [ "$(readlink "$was" 2>/dev/null)" = certfleet-nothing ]; then
      rm -f "$1"
    elif [ -h "$was" ] || [ -e "$was" ]; then
      mv -fT "$was" "$1"
    fi
  fi
  rm -f "$1.certfleet" "$was"
}

# All four names change their version at one instant: they go through this one link.
switch() { # version
  keep "$base/$1"/* "$base/$1"
  rm -f "$base/next"
  ln -s "$1" "$base/next"
  mv -fT "$base/next" "$base/current"
  keep "$base"
}

keep_names() { keep "$root$cert_path" "$root$key_path" "$root$csr_path" "$root$cacert_path" "$base"; }

# Exactly what was in use before, whoever put it there.
take_back() {
  trap - EXIT
  back="the host is back at what it used before"
  each_name unlink
  if [ -z "$before" ] || { [ "$before" = found ] && ! ours "$root$cert_path/$host.crt" host.crt; }; then
    rm -f "$base/current"
  elif [ -d "$base/$before" ]; then
    switch "$before"
  else
    back="there is no version before to go back to"
  fi
  keep_names
}

# What was in use for good is not taken back: the row may say so.
reload_unit() {
  { [ "$unit" != - ] && [ ! -e "$version/reloaded" ]; } || return 0
  timeout -s KILL 9 "$systemctl" is-active "$unit" >"$base/said" 2>/dev/null 9>&- || :
  read -r state <"$base/said" || :
  # It reads the new pair when it starts; it may have waited for its first.
  case $state in inactive | failed | deactivating | maintenance) return 0 ;; esac
  left "$ends"
  [ "$left" -ge 3 ] || left=3
  [ "$left" -le 60 ] || left=60
  status=0
  timeout -s KILL "$left" "$systemctl" "$reload" "$unit" >"$base/said" 2>&1 9>&- || status=$?
  case $status-$state in
    # It may be restarting for want of a certificate.
    0-* | *-activating) return 0 ;;
    124-* | 137-* | 143-*) said="it took more than $left s" ;;
    *) said=$(words "$base/said") ;;
  esac
  take_back
  fail "$unit cannot be reloaded: ${said:-exit $status}; $back"
}

confirm() { rm -f "$1.certfleet-was"; }

order_of() { # version
  { read -r order <"$1/order"; } 2>/dev/null || order=0
  case $order in '' | *[!0-9]* | ??????????*) order=0 ;; esac
}

# A newer key belongs to a rotation that has not got so far.
prune() {
  order_of "$version"
  own=$order
  for other in "$base"/*/; do
    other=${other%/}
    case ${other##*/} in current | "$rotation" | "$before") continue ;; esac
    order_of "$other"
    [ "$order" -ge "$own" ] || rm -rf "$other"
  done
}

another="another machine may answer to this id"
version=$base/$rotation
[ -s "$version/host.key" ] ||
  needs_new_key "there is no key of this rotation: $another, or the host was made anew or restored from a snapshot"
lock || later "another run has held $base/lock until now"
before=$(readlink "$base/current" 2>/dev/null) || before=
if [ "$before" = "$rotation" ] && openssl x509 -noout -in "$version/host.crt" 2>/dev/null; then
  before=$(cat "$version/before" 2>/dev/null) || before=unknown
  [ -e "$version/reloaded" ] || trap take_back EXIT
else
  write_version
  check_version
  prove
  [ "$before" != "$rotation" ] || before=unknown
  rm -f "$version/reloaded"
  trap take_back EXIT
  adopt_found
  printf %s "$before" >"$version/before"
fi
each_name link
keep_names
[ "$(readlink "$base/current" 2>/dev/null)" = "$rotation" ] || switch "$rotation"
reload_unit
: >"$version/reloaded"
trap - EXIT
{ each_name confirm && prune && rm -f "$base/said"; } 2>/dev/null || :
answer installed
