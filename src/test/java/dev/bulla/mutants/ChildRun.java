package dev.bulla.mutants;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The process that runs tests against one mutant. The first argument is the file that it writes, the second the one with the
 * names of the tests, wide ones last. Lines: {@code started NAME}, {@code failed NAME}, {@code passed NAME} and {@code done} at the end.
 */
final class ChildRun implements TestExecutionListener {
    private static final String ROOT = "dev.bulla.";

    private final PrintStream out;
    /** One failure of a test says it: its other cases need not run. */
    private final CancellationToken enough = CancellationToken.create();

    private @Nullable TestPlan plan;

    private ChildRun(PrintStream out) {
        this.out = out;
    }

    /** Runs the tests; whatever they leave running is ended with the process. */
    public static void main(String[] arguments) throws IOException, ClassNotFoundException {
        Launcher launcher = LauncherFactory.create();
        try (PrintStream out =
                new PrintStream(Files.newOutputStream(Path.of(arguments[0])), true, StandardCharsets.UTF_8)) {
            boolean killed = false;
            for (String name : Files.readAllLines(Path.of(arguments[1]))) {
                if (!killed || !ClaimedTests.isWide(name)) {
                    ChildRun run = new ChildRun(out);
                    LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                            .selectors(selectors(name))
                            .build();
                    launcher.execute(LauncherExecutionRequestBuilder.request(request)
                            .listeners(run)
                            .cancellationToken(run.enough)
                            .build());
                    killed |= run.enough.isCancellationRequested();
                }
            }
            out.println("done");
        }
        Runtime.getRuntime().halt(0);
    }

    private static List<DiscoverySelector> selectors(String name) throws ClassNotFoundException {
        int hash = name.indexOf('#');
        if (hash < 0) {
            return List.of(selectClass(ROOT + name));
        }
        Class<?> owner = Class.forName(ROOT + name.substring(0, hash), false, ChildRun.class.getClassLoader());
        List<DiscoverySelector> found = new ArrayList<>();
        for (Method method : owner.getDeclaredMethods()) {
            if (method.getName().equals(name.substring(hash + 1)) && !method.isSynthetic()) {
                found.add(selectMethod(owner, method));
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("no such test: " + name);
        }
        return found;
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
            result.getThrowable().ifPresent(each -> System.out.println(name(test) + ": " + each));
        }
    }

    /** The method that a test, or one of the cases of a method, comes from; a class where its preparation failed. */
    private String name(TestIdentifier test) {
        TestIdentifier at = test;
        while (true) {
            if (at.getSource().orElse(null) instanceof MethodSource method) {
                return method.getClassName().substring(ROOT.length()) + '#' + method.getMethodName();
            }
            if (at.getSource().orElse(null) instanceof ClassSource type) {
                return type.getClassName().substring(ROOT.length());
            }
            TestIdentifier up = plan == null ? null : plan.getParent(at).orElse(null);
            if (up == null) {
                return test.getUniqueId();
            }
            at = up;
        }
    }
}
