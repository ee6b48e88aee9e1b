package io.certfleet.standin.iam;

import java.util.Locale;
import java.util.Set;

/** The condition keys that the stand-in fills in where AWS does. */
final class ContextKeys {
    /** Ends with the key of a managed node's tag. */
    static final String NODE_TAG = "ssm:resourceTag/";

    /** Ends with the key of a session's tag. */
    static final String PRINCIPAL_TAG = "aws:PrincipalTag/";

    /** The partition keys of the items that a call of DynamoDB names. */
    static final String LEADING_KEYS = "dynamodb:LeadingKeys";

    static final String TEMPLATE = "acm-pca:TemplateArn";
    static final String PRINCIPAL_ARN = "aws:PrincipalArn";
    static final String PRINCIPAL_ACCOUNT = "aws:PrincipalAccount";
    static final String PRINCIPAL_IS_SERVICE = "aws:PrincipalIsAWSService";
    static final String PRINCIPAL_SERVICE = "aws:PrincipalServiceName";
    static final String SOURCE_ARN = "aws:SourceArn";
    static final String SOURCE_ACCOUNT = "aws:SourceAccount";
    static final String SECURE_TRANSPORT = "aws:SecureTransport";
    static final String VIA_SERVICE = "aws:ViaAWSService";
    static final String CALLED_VIA_LAST = "aws:CalledViaLast";
    static final String REGION = "aws:RequestedRegion";
    static final String SOURCE_IDENTITY = "sts:SourceIdentity";
    static final String ROLE_SESSION_NAME = "sts:RoleSessionName";

    // kms:ViaService is never there: no service calls KMS itself, and the stand-in's stores are not encrypted.
    private static final Set<String> KNOWN = Set.of(
            LEADING_KEYS.toLowerCase(Locale.ROOT),
            TEMPLATE.toLowerCase(Locale.ROOT),
            PRINCIPAL_ARN.toLowerCase(Locale.ROOT),
            PRINCIPAL_ACCOUNT.toLowerCase(Locale.ROOT),
            PRINCIPAL_IS_SERVICE.toLowerCase(Locale.ROOT),
            PRINCIPAL_SERVICE.toLowerCase(Locale.ROOT),
            SOURCE_ARN.toLowerCase(Locale.ROOT),
            SOURCE_ACCOUNT.toLowerCase(Locale.ROOT),
            SECURE_TRANSPORT.toLowerCase(Locale.ROOT),
            VIA_SERVICE.toLowerCase(Locale.ROOT),
            CALLED_VIA_LAST.toLowerCase(Locale.ROOT),
            REGION.toLowerCase(Locale.ROOT),
            SOURCE_IDENTITY.toLowerCase(Locale.ROOT),
            ROLE_SESSION_NAME.toLowerCase(Locale.ROOT),
            "kms:viaservice");

    private ContextKeys() {}

    /** Whether a policy may ask for it; another key would never be met, or never refuse, without anybody noticing. */
    static boolean isKnown(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return KNOWN.contains(lower)
                || lower.startsWith(NODE_TAG.toLowerCase(Locale.ROOT))
                || lower.startsWith(PRINCIPAL_TAG.toLowerCase(Locale.ROOT));
    }
}
