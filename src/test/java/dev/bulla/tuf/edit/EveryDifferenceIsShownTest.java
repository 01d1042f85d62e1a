package dev.bulla.tuf.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.outcome.Step;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.DraftedRepository;
import dev.bulla.tuf.Role;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.TargetPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Nobody signs what was not shown: for every single member and item of a role, changing, removing, doubling or adding
 * beside it either makes the file unreadable or is among the changes.
 */
class EveryDifferenceIsShownTest {
    private static final Expiry MONTH = Expiry.after(SimulatedPublisher.NOW, Duration.ofDays(30));

    private final DraftedRepository repository = new DraftedRepository();

    /** All documents that differ from {@code value} in one place. */
    private static List<Json> variants(Json value) {
        List<Json> variants = new ArrayList<>();
        switch (value) {
            case Json.Obj object ->
                object.members().forEach((name, member) -> {
                    variants.add(object.without(name));
                    variants(member).forEach(other -> variants.add(object.with(name, other)));
                });
            case Json.Arr array -> {
                for (int i = 0; i < array.items().size(); i++) {
                    int at = i;
                    variants.add(changed(array, items -> remove(items, at)));
                    variants.add(changed(array, items -> rotate(items)));
                    variants(array.items().get(i))
                            .forEach(other -> variants.add(changed(array, items -> {
                                items.set(at, other);
                                return items;
                            })));
                }
                variants.add(changed(array, items -> add(items, Json.text("more"))));
            }
            case Json.Text text -> {
                variants.add(Json.text(text.value() + "x"));
                variants.add(Json.text("x" + text.value()));
            }
            case Json.Whole whole -> variants.add(Json.whole(whole.value().longValueExact() + 1));
            case Json.Bool bool -> variants.add(new Json.Bool(!bool.value()));
            case Json.Null none -> variants.add(Json.whole(0));
            case Json.Real real -> throw new AssertionError();
        }
        if (value instanceof Json.Obj object) {
            variants.add(object.with("x-unknown", Json.text("y")));
        }
        return variants;
    }

    private static Json changed(Json.Arr array, UnaryOperator<List<Json>> change) {
        return new Json.Arr(change.apply(new ArrayList<>(array.items())));
    }

    private static List<Json> remove(List<Json> items, int at) {
        items.remove(at);
        return items;
    }

    private static List<Json> rotate(List<Json> items) {
        items.add(items.remove(0));
        return items;
    }

    private static List<Json> add(List<Json> items, Json item) {
        items.add(item);
        return items;
    }

    private static <R extends Role> int assertEveryVariantIsShown(Signed<R> before, RoleFormat<R> format) {
        int read = 0;
        for (Json variant : variants(before.json())) {
            if (variant.equals(before.json())) {
                continue;
            }
            StringBuilder text = DraftJson.begin();
            dev.bulla.json.WireWriter.append(variant, text);
            Step<Signed<R>> file =
                    RoleFile.of(dev.bulla.bytes.Bytes.utf8(text + "}")).then(some -> some.read(format));
            if (file instanceof Step.Done<Signed<R>> done) {
                read++;
                RoleChanges changes = RoleChanges.between(Optional.of(before), done.value());
                boolean version = done.value().role().version() != before.role().version();
                assertThat(version || changes.count() > 1)
                        .as("%s shown as %s", text, changes.lines())
                        .isTrue();
            }
        }
        return read;
    }

    @Test
    void ofRoot() {
        repository.rotate(
                draft -> draft.addKey(RoleName.ROOT, TestKeys.seeded("second").publicKey())
                        .addKey(RoleName.TIMESTAMP, TestKeys.seeded("second").publicKey())
                        .extension("x-origin", Json.text("example.com/acme")));

        assertThat(assertEveryVariantIsShown(repository.root(), RoleFormat.ROOT))
                .isGreaterThan(50);
    }

    @Test
    void ofSnapshotAndTimestamp() {
        repository.edit(new RoleName("more"), draft -> draft).publish();

        assertThat(assertEveryVariantIsShown(
                        repository
                                .file(RoleName.SNAPSHOT)
                                .read(RoleFormat.SNAPSHOT)
                                .orThrow(),
                        RoleFormat.SNAPSHOT))
                .isGreaterThan(15);
        assertThat(assertEveryVariantIsShown(
                        repository
                                .file(RoleName.TIMESTAMP)
                                .read(RoleFormat.TIMESTAMP)
                                .orThrow(),
                        RoleFormat.TIMESTAMP))
                .isGreaterThan(8);
    }

    @Test
    void ofTargetsWithDelegations() {
        RoleFile file = TargetsDraft.create(MONTH)
                .target(new TargetPath("a"), DraftsTest.info("content"))
                .target(new TargetPath("b"), DraftsTest.info("content"))
                .delegate(Delegation.of(
                        new RoleName("one"),
                        List.of(
                                TestKeys.seeded("one").publicKey(),
                                TestKeys.seeded("two").publicKey()),
                        2,
                        "x/*",
                        "y"))
                .delegate(Delegation.of(
                                new RoleName("two"),
                                List.of(TestKeys.seeded("two").publicKey()),
                                1,
                                "z")
                        .ending())
                .extension("x-prev", Json.Obj.empty().with("version", Json.whole(3)))
                .unsigned();

        assertThat(assertEveryVariantIsShown(file.read(RoleFormat.TARGETS).orThrow(), RoleFormat.TARGETS))
                .isGreaterThan(60);
    }

    @Test
    void ofBins() {
        RoleFile file = TargetsDraft.create(MONTH)
                .bins(new HashBins(4, "bin", List.of(TestKeys.seeded("one").publicKey()), 1))
                .unsigned();

        assertThat(assertEveryVariantIsShown(file.read(RoleFormat.TARGETS).orThrow(), RoleFormat.TARGETS))
                .isGreaterThan(15);
    }
}
