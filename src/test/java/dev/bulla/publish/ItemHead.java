package dev.bulla.publish;

import dev.bulla.attach.ArtifactBuilder;
import dev.bulla.bytes.Bytes;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Tag;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A head that is a number and a list of items, one layer each: what a writer must not lose, without any signature. */
record ItemHead(long number, List<String> items) {
    private static final MediaType TYPE = new MediaType("text/plain");

    static ItemHead of(Manifest head) {
        List<String> items = new ArrayList<>();
        ((ImageManifest) head)
                .layers()
                .forEach(layer ->
                        items.add(new String(layer.data().orElseThrow().toByteArray(), StandardCharsets.UTF_8)));
        return new ItemHead(Long.parseLong(items.remove(0)), items);
    }

    Generation generation() {
        ArtifactBuilder builder = new ArtifactBuilder(TYPE).layer(TYPE, Bytes.utf8(Long.toString(number)), Map.of());
        items.forEach(item -> builder.layer(TYPE, Bytes.utf8(item), Map.of()));
        ArtifactBuilder last = new ArtifactBuilder(TYPE).layer(TYPE, Bytes.utf8("beside " + number), Map.of());
        return new Generation(number, builder, Map.of(new Tag("role.last"), last));
    }

    ItemHead plus(String item) {
        List<String> more = new ArrayList<>(items);
        more.add(item);
        return new ItemHead(number + 1, more);
    }

    /** Adds {@code item} to whatever is there. */
    static HeadChange adding(String item) {
        return new HeadChange() {
            @Override
            public Optional<Generation> upon(Optional<Manifest> head) {
                ItemHead before = head.map(ItemHead::of).orElse(new ItemHead(0, List.of()));
                return Optional.of(before.plus(item).generation());
            }

            @Override
            public boolean isIn(Manifest head) {
                return of(head).items().contains(item);
            }

            @Override
            public boolean follows(Manifest claim, Manifest head) {
                return of(claim).number() == of(head).number() + 1
                        && of(claim).items().containsAll(of(head).items());
            }
        };
    }
}
