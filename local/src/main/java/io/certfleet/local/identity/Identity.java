package io.certfleet.local.identity;

import io.certfleet.local.Account;
import io.certfleet.local.door.Answer;
import io.certfleet.local.door.AwsService;
import io.certfleet.local.door.Call;
import io.certfleet.local.door.Xml;

/** STS: tells callers who they are. */
public final class Identity implements AwsService {
    private final Account account;

    /** The identities of an account. */
    public Identity(Account account) {
        this.account = account;
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
        return Answer.xml("<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
                + "<GetCallerIdentityResult><Arn>" + Xml.escape(account.sessionArn(call.caller()))
                + "</Arn><UserId>AROALOCAL:" + Xml.escape(call.caller()) + "</UserId><Account>" + account.id()
                + "</Account></GetCallerIdentityResult></GetCallerIdentityResponse>");
    }
}
