package dev.bulla.json;

import dev.bulla.bytes.Bytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a member name that occurs twice in one object. Names in canonical order are compared with their predecessor
 * alone; an object that is out of order is read a second time, once, to collect the names that came before.
 */
final class MemberNames {
    private final Bytes document;
    private final int[] opened;
    private final int[] lastStart;
    private final int[] lastEnd;
    private final boolean[] lastEscaped;
    private final List<@Nullable Set<String>> collected = new ArrayList<>();

    MemberNames(Bytes document, int maxDepth) {
        this.document = document;
        opened = new int[maxDepth + 1];
        lastStart = new int[maxDepth + 1];
        lastEnd = new int[maxDepth + 1];
        lastEscaped = new boolean[maxDepth + 1];
        for (int i = 0; i <= maxDepth; i++) {
            collected.add(null);
        }
    }

    /** An object begins at byte {@code at} and nesting {@code depth}. */
    void open(int depth, int at) {
        opened[depth] = at;
        lastEnd[depth] = 0;
        collected.set(depth, null);
    }

    /** Takes the name that was just recognised; true when it stands in canonical order. */
    boolean add(int depth, JsonTokens name) {
        boolean ordered = true;
        if (lastEnd[depth] != 0) {
            int order = name.compareWith(lastStart[depth], lastEnd[depth], lastEscaped[depth]);
            ordered = order > 0;
            Set<String> seen = collected.get(depth);
            if (!ordered && seen == null) {
                seen = namesBefore(opened[depth], name.start);
                collected.set(depth, seen);
            }
            if (order == 0 || (seen != null && !seen.add(name.text()))) {
                throw JsonException.malformed("member name occurs twice at byte " + name.start);
            }
        }
        lastStart[depth] = name.start;
        lastEnd[depth] = name.end;
        lastEscaped[depth] = name.escaped;
        return ordered;
    }

    private Set<String> namesBefore(int object, int limit) {
        Set<String> seen = new HashSet<>();
        JsonEvents again = JsonEvents.within(document, object);
        again.next();
        while (again.next() == JsonEvents.Event.NAME && again.start() < limit) {
            seen.add(again.text());
            again.next();
            again.skip();
        }
        return seen;
    }
}
