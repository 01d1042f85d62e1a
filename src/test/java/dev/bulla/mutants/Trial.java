package dev.bulla.mutants;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What came of tests that were run in another process.
 *
 * @param failed the tests that failed, and the one that was running when the process ended or had to be ended
 * @param ran how many tests came to an end
 */
record Trial(Set<String> failed, int ran) {
    Trial {
        failed = Collections.unmodifiableSet(new TreeSet<>(failed));
    }

    /** What the lines of a process come to; {@code end} is why it did not say that it was done. */
    static Trial of(List<String> lines, String end) {
        Set<String> failed = new TreeSet<>();
        List<String> running = new ArrayList<>();
        int ran = 0;
        for (String line : lines) {
            String name = line.substring(line.indexOf(' ') + 1);
            if (line.startsWith("started ")) {
                running.add(name);
            } else if (!line.equals("done")) {
                running.remove(name);
                ran++;
                if (line.startsWith("failed ")) {
                    failed.add(name);
                }
            }
        }
        if (!lines.contains("done")) {
            running.forEach(each -> failed.add(each + " (" + end + ")"));
            if (lines.isEmpty()) {
                throw new IllegalStateException("nothing ran: " + end);
            }
        }
        return new Trial(failed, ran);
    }
}
