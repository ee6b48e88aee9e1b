package io.certfleet.rotation;

/** The names of a row's attributes, of which docs/architecture.md has the table. Settings have theirs in {@link HostSetting}. */
final class Names {
    static final String HOST_ID = "hostID";
    static final String ENABLED = "enabled";
    static final String STATE = "state";
    static final String SERIAL = "serial";
    static final String EXPIRY = "expiry";
    static final String NOT_BEFORE = "notBefore";
    static final String CERTIFICATE_ARN = "certificateArn";
    static final String UNEXPIRED = "unexpired";
    static final String REVOKED_SERIALS = "revokedSerials";
    static final String REVOKED_AT_CA = "revokedAtCa";
    static final String ORPHANED_KEYS = "orphanedKeys";
    static final String WARNING = "warning";
    static final String WARNED_AT = "warnedAt";
    static final String LAST_ERROR = "lastError";
    static final String FAILURES = "failures";
    static final String RETRY_AT = "retryAt";
    static final String TRIED_WITHOUT_EXPIRY = "triedWithoutExpiry";
    static final String OFFLINE_SINCE = "offlineSince";
    static final String NOTIFIED_OFFLINE = "notifiedOffline";
    static final String REVOKED_AT = "revokedAt";
    static final String ROTATED_AT = "rotatedAt";
    static final String READMITTED_AT = "readmittedAt";
    static final String NEEDS_NEW_KEY = "needsNewKey";
    static final String NOTIFIED_HELD = "notifiedHeld";
    static final String LAST_ROTATION = "lastRotation";
    static final String ROTATE_AGAIN = "rotateAgain";
    static final String ROTATION = "rotation";

    // Of the map rotation; serial, notBefore and certificateArn are in both.
    static final String ID = "id";
    static final String STEP = "step";
    static final String STEP_AT = "stepAt";
    static final String ATTEMPTS = "attempts";
    static final String STARTED_AT = "startedAt";
    static final String REASON = "reason";
    static final String REQUESTED_AT = "requestedAt";
    static final String COMMAND_ID = "commandId";
    static final String COMMAND_UNTIL = "commandUntil";
    static final String KEY_DIGEST = "keyDigest";
    static final String ISSUE_REQUEST_ID = "issueRequestId";
    static final String NOT_AFTER = "notAfter";
    static final String SETTINGS = "settings";
    static final String OVERRIDES = "overrides";
    static final String TERMS = "terms";
    static final String PAUSED = "paused";
    static final String INTERRUPTIONS = "interruptions";
    static final String INTERRUPTED_BY = "interruptedBy";
    static final String POSTPONED_SINCE = "postponedSince";
    static final String NOTIFIED_POSTPONED = "notifiedPostponed";
    static final String HELD_UP_AT = "heldUpAt";

    private Names() {}

    /** The path of an attribute of the rotation. */
    static String in(String name) {
        return ROTATION + "." + name;
    }
}
