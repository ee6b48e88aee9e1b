package io.certfleet.standin.runcommand;

/**
 * What SendCommand does with a host whose agent does not run. Public reports show both (buildkite/buildkite-agent-scaler#331,
 * aws/aws-cli#3646), and the API reference names "SSM Agent isn't running" among the causes of InvalidInstanceId.
 */
public enum OfflineHosts {
    /** The command waits for it until its time is over. */
    ACCEPTED,
    /** InvalidInstanceId, for the whole command. */
    REFUSED
}
