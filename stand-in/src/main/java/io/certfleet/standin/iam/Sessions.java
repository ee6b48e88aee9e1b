package io.certfleet.standin.iam;

import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.sts.IssuedSessions;
import java.time.InstantSource;
import java.util.Optional;

/** Callers with the credentials of a session that Roles Anywhere gave them; its role may nothing. */
final class Sessions {
    private final IssuedSessions issued;
    private final InstantSource clock;

    Sessions(IssuedSessions issued, InstantSource clock) {
        this.issued = issued;
        this.clock = clock;
    }

    /** The role of a caller's session; refused if its token is wrong or its time is over. */
    Optional<Role> role(Call call) {
        Optional<IssuedSessions.Session> session = issued.find(call.caller());
        session.ifPresent(known -> {
            if (!call.header("x-amz-security-token").equals(Optional.of(known.token()))) {
                throw Denial.ofUnknownKey(call.service());
            }
            if (known.over(clock.instant())) {
                throw Denial.ofExpiredToken(call.service());
            }
        });
        return session.map(known -> Role.withoutPermissions(call.caller(), known.roleArn()));
    }

    /** The ARN of a caller's session. */
    Optional<String> arn(Call call) {
        return issued.find(call.caller()).map(IssuedSessions.Session::arn);
    }
}
