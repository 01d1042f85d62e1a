package dev.bulla.bench;

import dev.bulla.attach.HeadManifest;
import dev.bulla.attach.RoleLayer;
import dev.bulla.attach.RoleTags;
import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Content;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Store;
import dev.bulla.tuf.RoleFileName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Puts a directory of metadata into a repository, under a head manifest. */
final class BinnedHead {
    private BinnedHead() {}

    static void write(Path directory, Store store) throws IOException {
        List<RoleLayer> layers = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                RoleFileName name =
                        RoleFileName.parse(file.getFileName().toString()).orElseThrow();
                layers.add(RoleLayer.of(name.role(), name.version().orElse(1), Bytes.adopt(Files.readAllBytes(file))));
            }
        }
        HeadManifest.builder("example.com/acme", layers)
                .contents()
                .forEach((blob, content) -> store.pushBlob(blob, Content.of(content)));
        // all bins exist, and of so many a head lists those that changed with it: none here
        layers.removeIf(layer -> !layer.role().isTopLevel());
        ImageManifest manifest =
                HeadManifest.ofManyBins("example.com/acme", layers, List.of()).build();
        store.pushManifest(manifest);
        store.tag(manifest, RoleTags.HEAD);
    }
}
