package io.certfleet.standin.sts;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions that were handed out, by their access keys; one that is over is still told from one that never was. */
public final class IssuedSessions {
    private final Map<String, Session> byKey = new ConcurrentHashMap<>();

    /**
     * A session of a role.
     *
     * @param token what calls must carry beside the key's signature
     * @param userId as GetCallerIdentity answers it
     */
    public record Session(
            String accessKey, String token, String roleArn, String arn, String userId, Instant expiration) {

        /** Whether it is over. */
        public boolean over(Instant now) {
            return !now.isBefore(expiration);
        }
    }

    /** A session was handed out. */
    public void add(Session session) {
        byKey.put(session.accessKey(), session);
    }

    /** The session of an access key. */
    public Optional<Session> find(String accessKey) {
        return Optional.ofNullable(byKey.get(accessKey));
    }
}
