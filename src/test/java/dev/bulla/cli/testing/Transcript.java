package dev.bulla.cli.testing;

import java.util.ArrayList;
import java.util.List;

/**
 * A dialogue with the program: {@code $ command}, then what it prints. A line that begins with {@code !} or with
 * {@code bulla: } belongs to standard error; {@code $ echo $?} with a number after it is the exit code, which is 0 where
 * nothing is said. Lines beginning with {@code #} are remarks, lines beginning with {@code @} change the world.
 *
 * @param name what messages call it
 * @param steps in order
 */
record Transcript(String name, List<Step> steps) {

    /** A command and what is expected of it, or a change of the world (a command that begins with {@code @}). */
    record Step(String command, List<String> out, List<String> err, int status) {}

    static Transcript parse(String name, List<String> lines) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("@")) {
                steps.add(new Step(line, List.of(), List.of(), 0));
            } else if (line.startsWith("$ ")) {
                i = step(name, lines, i, steps);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                throw new IllegalArgumentException(name + ": output without a command: " + line);
            }
        }
        if (steps.stream().allMatch(step -> step.command().startsWith("@"))) {
            throw new IllegalArgumentException(name + ": no command");
        }
        return new Transcript(name, steps);
    }

    /** Reads one step that begins at {@code start}; returns the index of its last line. */
    private static int step(String name, List<String> lines, int start, List<Step> steps) {
        String command = lines.get(start).substring(2).strip();
        int at = start;
        while (command.endsWith("\\")) {
            at++;
            command = command.substring(0, command.length() - 1).strip() + " "
                    + lines.get(at).strip();
        }
        List<String> out = new ArrayList<>();
        List<String> err = new ArrayList<>();
        at++;
        while (at < lines.size() && !endsOutput(lines.get(at))) {
            String line = lines.get(at);
            if (line.startsWith("!")) {
                err.add(line.substring(1).strip());
            } else if (line.startsWith("bulla: ")) {
                err.add(line);
            } else {
                out.add(line);
            }
            at++;
        }
        while (!out.isEmpty() && out.get(out.size() - 1).isBlank()) {
            out.remove(out.size() - 1);
        }
        int status = 0;
        if (at + 1 < lines.size() && lines.get(at).equals("$ echo $?")) {
            status = Integer.parseInt(lines.get(at + 1).strip());
            at += 2;
        }
        if (command.startsWith("echo ")) {
            throw new IllegalArgumentException(name + ": echo $? without a command before it");
        }
        steps.add(new Step(command, out, err, status));
        return at - 1;
    }

    private static boolean endsOutput(String line) {
        return line.startsWith("$ ") || line.startsWith("#") || line.startsWith("@");
    }
}
