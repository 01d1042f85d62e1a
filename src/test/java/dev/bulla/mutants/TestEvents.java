package dev.bulla.mutants;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Writes down what happens to tests: {@code started NAME}, {@code failed NAME}, {@code passed NAME}. */
final class TestEvents implements TestExecutionListener {
    private final PrintStream out;

    /** One failure of a test says it: its other cases need not run. */
    private final CancellationToken enough = CancellationToken.create();

    private @Nullable TestPlan plan;

    TestEvents(PrintStream out) {
        this.out = out;
    }

    /** Cancelled by the first failure. */
    CancellationToken enough() {
        return enough;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        if (test.isTest()) {
            out.println("started " + name(test));
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        boolean failed = result.getStatus() == TestExecutionResult.Status.FAILED;
        if (failed || test.isTest()) {
            out.println((failed ? "failed " : "passed ") + name(test));
        }
        if (failed) {
            enough.cancel();
            result.getThrowable().ifPresent(each -> each.printStackTrace(System.out));
        }
    }

    /** The method that a test, or one of the cases of a method, comes from; a class where its preparation failed. */
    private String name(TestIdentifier test) {
        TestIdentifier at = test;
        while (true) {
            if (at.getSource().orElse(null) instanceof MethodSource method) {
                return ClaimedTests.name(method.getJavaMethod()); // where it is declared: a contract, too
            }
            if (at.getSource().orElse(null) instanceof ClassSource type) {
                return ClaimedTests.below(type.getClassName());
            }
            TestIdentifier up = plan == null ? null : plan.getParent(at).orElse(null);
            if (up == null) {
                return test.getUniqueId();
            }
            at = up;
        }
    }
}
