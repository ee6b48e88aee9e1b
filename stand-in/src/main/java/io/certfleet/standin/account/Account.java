package io.certfleet.standin.account;

/** The AWS account that the stand-in pretends to be, and the prefix of its stack's names. */
public record Account(String id, String region, String prefix) {

    /** The account of every run. */
    public static Account standard() {
        return new Account("111122223333", "us-east-1", "certfleet-");
    }

    /** The ARN of a resource in this account and Region. */
    public String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + region + ":" + id + ":" + resource;
    }

    /** The ARN of a role. */
    public String roleArn(String name) {
        return "arn:aws:iam::" + id + ":role/" + prefix + name;
    }

    /** The ARN of a caller's session in its role. */
    public String sessionArn(String caller) {
        return "arn:aws:sts::" + id + ":assumed-role/" + prefix + caller + "/local";
    }

    /** The key of the tag by which the stack knows its nodes. */
    public String nodeTagKey() {
        return "certfleet";
    }

    /** The value of that tag: the prefix without its hyphen. */
    public String nodeTagValue() {
        return prefix.substring(0, prefix.length() - 1);
    }
}
