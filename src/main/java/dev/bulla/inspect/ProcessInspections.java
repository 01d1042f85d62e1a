package dev.bulla.inspect;

import dev.bulla.bytes.HashFunction;
import dev.bulla.intoto.Artifacts;
import dev.bulla.intoto.Inspection;
import dev.bulla.intoto.InspectionRunner;
import dev.bulla.oci.Digest;
import dev.bulla.outcome.BullaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Executes inspections that a policy permits (intoto.md section 10): in a fresh copy of the product, with nothing in the
 * environment but {@code LC_ALL=C} and the policy's {@code PATH}, no input, no network, nothing else writable, and within
 * bounds. On a system that cannot keep a process apart like this, none is started. Built-in inspections are left to another
 * runner.
 */
public final class ProcessInspections implements InspectionRunner {
    private final Path product;
    private final Path temporary;
    private final ProcessPolicy policy;
    private final InspectionRunner builtin;
    private final Predicate<Path> isolation;

    /**
     * Inspects copies of {@code product}, made below {@code temporary}; what begins with {@code bulla:} goes to
     * {@code builtin}.
     */
    public ProcessInspections(Path product, Path temporary, ProcessPolicy policy, InspectionRunner builtin) {
        this(product, temporary, policy, builtin, Isolation::isPossible);
    }

    /** On a system that can isolate a process in a folder where {@code isolation} says so. */
    ProcessInspections(
            Path product, Path temporary, ProcessPolicy policy, InspectionRunner builtin, Predicate<Path> isolation) {
        this.product = product;
        this.temporary = temporary;
        this.policy = policy;
        this.builtin = builtin;
        this.isolation = isolation;
    }

    @Override
    public Outcome run(Inspection inspection) {
        String word = inspection.run().getFirst();
        if (word.startsWith(BuiltinInspections.PREFIX)) {
            return builtin.run(inspection);
        }
        Optional<ProcessPolicy.Program> permitted = policy.programs().find(word);
        if (permitted.isEmpty()) {
            return new NotPermitted("no program is permitted for '" + word + "'");
        }
        ProcessPolicy.Program program = permitted.get();
        List<String> arguments = inspection.run().subList(1, inspection.run().size());
        if (program.arguments().isPresent() && !program.arguments().get().equals(arguments)) {
            return new NotPermitted("the arguments of '" + word + "' are not those that are listed");
        }
        try {
            Optional<String> problem = problem(word, program);
            return problem.isPresent() ? new Failed(problem.get()) : inCopy(program.file(), arguments);
        } catch (BullaException e) {
            return new Failed(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new Failed("its folder cannot be made: " + e.getMessage());
        }
    }

    private static Optional<String> problem(String word, ProcessPolicy.Program program) throws IOException {
        if (!Files.isRegularFile(program.file()) || !Files.isExecutable(program.file())) {
            return Optional.of("command not found: '" + word + "'");
        }
        if (program.sha256().isPresent()) {
            try (InputStream in = Files.newInputStream(program.file())) {
                Digest found = new Digest(
                        HashFunction.SHA256, HashFunction.SHA256.hash(in).hex());
                if (!found.equals(program.sha256().get())) {
                    return Optional.of("the program for '" + word + "' has another digest than the one listed");
                }
            }
        }
        return Optional.empty();
    }

    private Outcome inCopy(Path program, List<String> arguments) throws IOException {
        FolderLimits limits = policy.bounds().folder();
        FolderRecorder.record(product, limits); // refuses what cannot be recorded before anything is copied
        try (PrivateFolder copy = PrivateFolder.copyOf(product, temporary)) {
            Artifacts before = FolderRecorder.record(copy.path(), limits);
            if (!isolation.test(copy.path())) {
                return new NotPermitted("this system gives no namespaces (unshare, mount, setpriv), so a command could"
                        + " not be kept from network and files; built-in inspections need none");
            }
            List<String> words = new ArrayList<>();
            words.add(program.toString());
            words.addAll(arguments);
            BoundedProcess process = new BoundedProcess(policy.bounds(), policy.path());
            Optional<String> problem = process.run(copy.path(), words);
            if (problem.isPresent()) {
                return new Failed(problem.get());
            }
            return new Recorded(before, FolderRecorder.record(copy.path(), limits), Isolation.MANNER);
        }
    }
}
