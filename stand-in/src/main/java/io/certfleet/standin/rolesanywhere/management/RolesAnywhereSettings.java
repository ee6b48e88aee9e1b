package io.certfleet.standin.rolesanywhere.management;

import io.certfleet.standin.account.Account;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * What Roles Anywhere of the stand-in is created with.
 *
 * @param authorities the certificate, in PEM, of a CA of Private CA by its ARN
 * @param folder where the decisions on sessions are logged, in {@code sessions.jsonl}
 */
public record RolesAnywhereSettings(Account account, UnaryOperator<String> authorities, Path folder) {

    /** The ARN of a resource of Roles Anywhere in this account and Region. */
    public String arn(String kind, String id) {
        return account.arn("rolesanywhere", kind + "/" + id);
    }
}
