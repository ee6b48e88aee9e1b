package io.certfleet.standin.iam;

import io.certfleet.standin.account.Account;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The policies that a run was made with, and the calls that they allowed it. */
public final class RecordedRun {
    private final Permissions permissions;
    private final List<ServedCall> calls;

    private RecordedRun(Permissions permissions, List<ServedCall> calls) {
        this.permissions = permissions;
        this.calls = calls;
    }

    /** What a stand-in has left in its folder {@code permissions}. */
    public static RecordedRun in(Path folder) {
        return new RecordedRun(
                Permissions.read(Account.standard(), folder), ServedCalls.read(folder.resolve(ServedCalls.FILE)));
    }

    /** A grant that some call of a run is to need. */
    public record Tried(String caller, String grant, boolean needed) {}

    /** Every grant that is not exempted, and whether without it a call would have been denied. */
    public Stream<Tried> withoutEachGrant() {
        return permissions.roles().stream()
                .filter(role -> !role.mayEverything())
                .flatMap(role -> role.grants().stream()
                        .filter(grant -> !role.exemptions().excuse(grant))
                        .map(grant -> new Tried(role.caller(), grant.toString(), denied(role.without(grant)) > 0)));
    }

    /** How many of the calls the policies deny as they are. */
    public long denied() {
        return permissions.roles().stream().mapToLong(this::denied).sum();
    }

    private long denied(Role role) {
        Permissions changed = permissions.with(role);
        return calls.stream()
                .filter(call -> call.caller().equals(role.caller()))
                .filter(call -> call.needs().stream()
                        .anyMatch(need -> !changed.decide(role, need).allowed()))
                .count();
    }
}
