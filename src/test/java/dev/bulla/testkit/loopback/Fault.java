package dev.bulla.testkit.loopback;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** One thing that goes wrong with some requests of a kind; made and armed by {@link Faults#on}. */
public final class Fault {

    private final Faults faults;
    final Kind kind;
    private int skipped;
    private int times = 1;
    private Predicate<Request> condition = request -> true;
    private Optional<Answer> instead = Optional.empty();
    private UnaryOperator<Answer> change = UnaryOperator.identity();
    private int cutAt = Integer.MAX_VALUE;
    private boolean dropped;
    private Optional<Gate> gate = Optional.empty();

    Fault(Faults faults, Kind kind) {
        this.faults = faults;
        this.kind = kind;
    }

    /** Lets this many requests pass before. */
    public Fault after(int requests) {
        skipped = requests;
        return this;
    }

    /** Meets this many requests, not one. */
    public Fault times(int requests) {
        times = requests;
        return this;
    }

    /** Meets all requests. */
    public Fault always() {
        return times(Integer.MAX_VALUE);
    }

    /** Meets only requests that this holds for; the others are not counted. */
    public Fault when(Predicate<Request> holds) {
        condition = holds;
        return this;
    }

    /** The request is not carried out; this is answered instead. */
    public void answer(Answer answer) {
        instead = Optional.of(answer);
        faults.arm(this);
    }

    /** The request is not carried out; a status with an error document is answered. */
    public void status(int status) {
        answer(Answer.error(status, "UNAVAILABLE", "a fault of the test"));
    }

    /** The request is not carried out; 429 with {@code Retry-After} is answered. */
    public void tooManyRequests(String retryAfter) {
        answer(Answer.error(429, "TOOMANYREQUESTS", "slow down").with("Retry-After", retryAfter));
    }

    /** The request is carried out, and the answer is changed. */
    public void change(UnaryOperator<Answer> changed) {
        change = changed;
        faults.arm(this);
    }

    /** The request is carried out, and a page for people is answered with the true status. */
    public void html() {
        change(answer -> Answer.html(answer.status()));
    }

    /** The request is carried out, and one byte of the answer's body is another. */
    public void swapByte(int position) {
        change(answer -> {
            byte[] body = answer.body();
            body[position] ^= 1;
            return answer.withBody(body);
        });
    }

    /** The request is carried out, and of the body only so many bytes are sent before the connection is closed. */
    public void cutAt(int bytes) {
        cutAt = bytes;
        faults.arm(this);
    }

    /** The request is carried out, and the connection is closed without an answer. */
    public void drop() {
        dropped = true;
        faults.arm(this);
    }

    /** The request waits, before it is carried out, until the gate is opened or the registry closed. */
    public Gate hold() {
        Gate created = new Gate();
        gate = Optional.of(created);
        faults.arm(this);
        return created;
    }

    /** A place where a request waits. */
    public static final class Gate {
        private final CountDownLatch arrived = new CountDownLatch(1);
        private final CountDownLatch opened = new CountDownLatch(1);

        private Gate() {}

        /** Waits until a request waits here. */
        public void awaitArrival() throws InterruptedException {
            arrived.await();
        }

        /** Lets all requests pass, now and later. */
        public void open() {
            opened.countDown();
        }

        void pass() throws InterruptedException {
            arrived.countDown();
            opened.await();
        }
    }

    /** Whether this fault meets the request; counts it. */
    synchronized boolean meets(Request request) {
        if (times == 0 || !condition.test(request)) {
            return false;
        }
        if (skipped > 0) {
            skipped--;
            return false;
        }
        if (times != Integer.MAX_VALUE) {
            times--;
        }
        return true;
    }

    Optional<Answer> instead() {
        return instead;
    }

    Answer changed(Answer answer) {
        return change.apply(answer);
    }

    int cutAt() {
        return cutAt;
    }

    boolean dropped() {
        return dropped;
    }

    Optional<Gate> gate() {
        return gate;
    }
}
