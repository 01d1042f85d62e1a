package dev.bulla.mutants;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The process that runs tests against mutants. Each line that it reads is a folder; in it are {@code classes} of the mutant
 * and {@code tests}, their names, wide ones last. It writes {@code events} and {@code log} beside them, and says
 * {@link #DONE}.
 */
final class ChildRun {
    /** Said after each folder. */
    static final String DONE = "mutant done";

    private final Launcher launcher = LauncherFactory.create();

    private ChildRun() {}

    /** Works until there is nothing more to read; whatever tests left running is ended with the process. */
    public static void main(String[] arguments) throws IOException {
        PrintStream said = System.out;
        BufferedReader folders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.setIn(InputStream.nullInputStream());
        ChildRun run = new ChildRun();
        for (String folder = folders.readLine(); folder != null; folder = folders.readLine()) {
            run.folder(Path.of(folder));
            said.println(DONE);
            said.flush();
        }
        Runtime.getRuntime().halt(0);
    }

    private void folder(Path folder) throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (PrintStream events = stream(folder.resolve("events"));
                PrintStream log = stream(folder.resolve("log"));
                MutantLoader loader = new MutantLoader(folder.resolve("classes"))) {
            System.setOut(log);
            System.setErr(log);
            thread.setContextClassLoader(loader);
            boolean killed = false;
            for (String line : Files.readAllLines(folder.resolve("tests"))) {
                boolean ifNeeded = line.startsWith(ClaimedTests.IF_NEEDED);
                if (!killed || !ifNeeded) {
                    killed |= fails(ifNeeded ? line.substring(1) : line, loader, events);
                }
            }
            events.println("done");
        } catch (ClassNotFoundException e) {
            throw new IOException(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static PrintStream stream(Path file) throws IOException {
        return new PrintStream(Files.newOutputStream(file), true, StandardCharsets.UTF_8);
    }

    private boolean fails(String name, ClassLoader loader, PrintStream out) throws ClassNotFoundException {
        TestEvents events = new TestEvents(out);
        launcher.execute(LauncherExecutionRequestBuilder.request(LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectors(name, loader))
                        .build())
                .listeners(events)
                .cancellationToken(events.enough())
                .build());
        return events.enough().isCancellationRequested();
    }

    private static List<DiscoverySelector> selectors(String name, ClassLoader loader) throws ClassNotFoundException {
        int hash = name.indexOf('#');
        Class<?> owner = Class.forName(ClaimedTests.ROOT + (hash < 0 ? name : name.substring(0, hash)), false, loader);
        if (hash < 0) {
            return List.of(selectClass(owner));
        }
        List<DiscoverySelector> found = new ArrayList<>();
        Set<Method> methods = new LinkedHashSet<>(List.of(owner.getDeclaredMethods()));
        methods.addAll(List.of(owner.getMethods())); // those of a contract that it keeps, too
        for (Method method : methods) {
            if (method.getName().equals(name.substring(hash + 1)) && !method.isSynthetic()) {
                found.add(selectMethod(owner, method));
            }
        }
        if (found.isEmpty()) {
            throw new ClassNotFoundException("no such test: " + name);
        }
        return found;
    }
}
