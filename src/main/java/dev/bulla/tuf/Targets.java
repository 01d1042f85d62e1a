package dev.bulla.tuf;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Fields;
import dev.bulla.json.JsonEvents;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A targets role, top-level or delegated (TUF 4.5). Its entries stay where they were received: an index of eight bytes an
 * entry finds them, so that a role with a million targets costs little more than its bytes.
 */
public final class Targets implements Role {
    private final RoleHeader header;
    private final Delegations delegations;
    private final Bytes raw;
    /** Hash code of the path above, place of its name in the file below; in ascending order. */
    private final long[] index;

    Targets(RoleHeader header, Delegations delegations, Bytes raw, long[] unsorted) {
        this.header = header;
        this.delegations = delegations;
        this.raw = raw;
        this.index = unsorted;
        Arrays.sort(index);
    }

    /** One entry of the index. */
    static long indexed(String path, int at) {
        return (long) path.hashCode() << 32 | at;
    }

    @Override
    public RoleHeader header() {
        return header;
    }

    /** To whom it delegates. */
    public Delegations delegations() {
        return delegations;
    }

    /** Number of targets that it lists. */
    public int count() {
        return index.length;
    }

    /** What it says of {@code path}, if it lists it. */
    public Optional<TargetInfo> target(TargetPath path) {
        long first = indexed(path.value(), 0);
        int found = Arrays.binarySearch(index, first);
        for (int i = found < 0 ? -found - 1 : found; i < index.length && index[i] >>> 32 == first >>> 32; i++) {
            JsonEvents entry = JsonEvents.within(raw, nameAt(i));
            entry.next();
            if (entry.text().equals(path.value())) {
                return Optional.of(infoAt(entry.end()));
            }
        }
        return Optional.empty();
    }

    /** The path of every target, in no particular order. */
    public List<TargetPath> paths() {
        List<TargetPath> paths = new ArrayList<>(index.length);
        for (int i = 0; i < index.length; i++) {
            JsonEvents name = JsonEvents.within(raw, nameAt(i));
            name.next();
            paths.add(new TargetPath(name.text()));
        }
        return paths;
    }

    /** Hands out every target, in no particular order. */
    public void forEach(BiConsumer<TargetPath, TargetInfo> taker) {
        for (int i = 0; i < index.length; i++) {
            JsonEvents name = JsonEvents.within(raw, nameAt(i));
            name.next();
            taker.accept(new TargetPath(name.text()), infoAt(name.end()));
        }
    }

    private int nameAt(int i) {
        return (int) index[i];
    }

    /** Reads the entry whose name ends at {@code nameEnd}: a colon, perhaps amid white space, and the value. */
    private TargetInfo infoAt(int nameEnd) {
        int at = nameEnd;
        while (raw.at(at) != '{') {
            at++;
        }
        JsonEvents value = JsonEvents.within(raw, at);
        value.next();
        return TargetInfo.read(Fields.of(value.value(), "target"));
    }
}
