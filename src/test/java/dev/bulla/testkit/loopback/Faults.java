package dev.bulla.testkit.loopback;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The faults that wait for requests; where several fit, the first armed is used. */
public final class Faults {

    private final List<Fault> armed = new CopyOnWriteArrayList<>();

    Faults() {}

    /** Begins a fault for the next request of a kind; it is armed by the method that says what goes wrong. */
    public Fault on(Kind kind) {
        return new Fault(this, kind);
    }

    /** Forgets all faults; requests that are held are let go. */
    public void clear() {
        armed.forEach(fault -> fault.gate().ifPresent(Fault.Gate::open));
        armed.clear();
    }

    void arm(Fault fault) {
        armed.add(fault);
    }

    Optional<Fault> meeting(Kind kind, Request request) {
        return armed.stream()
                .filter(fault -> fault.kind == kind)
                .filter(fault -> fault.meets(request))
                .findFirst();
    }
}
