package io.certfleet.standin.sts;

import io.certfleet.standin.account.Account;
import io.certfleet.standin.gateway.Answer;
import io.certfleet.standin.gateway.AwsService;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.Xml;

/** STS: tells callers who they are. */
public final class Identity implements AwsService {
    private final Account account;
    private final IssuedSessions sessions;

    /** The identities of an account, and of the sessions in it. */
    public Identity(Account account, IssuedSessions sessions) {
        this.account = account;
        this.sessions = sessions;
    }

    @Override
    public String name() {
        return "sts";
    }

    @Override
    public Protocol protocol() {
        return Protocol.QUERY;
    }

    @Override
    public Answer answer(Call call) {
        if (!call.operation().equals("GetCallerIdentity")) {
            throw AwsService.unknown(call);
        }
        var session = sessions.find(call.caller());
        String arn = session.map(IssuedSessions.Session::arn).orElseGet(() -> account.sessionArn(call.caller()));
        String userId = session.map(IssuedSessions.Session::userId).orElseGet(() -> "AROALOCAL:" + call.caller());
        return Answer.xml("<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
                + "<GetCallerIdentityResult><Arn>" + Xml.escape(arn)
                + "</Arn><UserId>" + Xml.escape(userId) + "</UserId><Account>" + account.id()
                + "</Account></GetCallerIdentityResult></GetCallerIdentityResponse>");
    }
}
