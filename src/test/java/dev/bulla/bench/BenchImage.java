package dev.bulla.bench;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.json.Json;
import dev.bulla.json.PlainWriter;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * An image, or an index of some, whose layers nobody has seen before: programs remember where they have put what.
 *
 * @param images how many; more than one make an index
 * @param layers of each image
 * @param bytes of each layer
 */
record BenchImage(int images, int layers, int bytes) {
    private static final int BLOCK = 1 << 16;
    private static final MediaType LAYER = new MediaType("application/vnd.oci.image.layer.v1.tar+gzip");
    private static final MediaType CONFIG = new MediaType("application/vnd.oci.image.config.v1+json");
    private static final Random SEEDS = new Random();

    /** Puts a new one there, called {@code v1}. */
    void push(Store store) {
        List<Json> children = new ArrayList<>();
        Manifest last = null;
        for (int i = 0; i < images; i++) {
            last = image(store);
            store.pushManifest(last);
            children.add(last.descriptor().plain().toJson());
        }
        Manifest root = images == 1 && last != null ? last : index(children);
        store.tag(root, new Tag("v1"));
    }

    private Manifest image(Store store) {
        List<Json> list = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            list.add(layer(store).toJson());
        }
        Bytes config = Bytes.utf8("{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\","
                + "\"diff_ids\":[]},\"seed\":" + SEEDS.nextLong() + "}");
        Descriptor described = Descriptor.of(CONFIG, config);
        store.pushBlob(described, Content.of(config));
        return Manifest.parse(
                PlainWriter.write(Json.Obj.empty()
                        .with("schemaVersion", Json.whole(2))
                        .with("mediaType", Json.text(MediaType.OCI_MANIFEST.value()))
                        .with("config", described.toJson())
                        .with("layers", new Json.Arr(list))),
                Optional.empty());
    }

    private static Manifest index(List<Json> children) {
        return Manifest.parse(
                PlainWriter.write(Json.Obj.empty()
                        .with("schemaVersion", Json.whole(2))
                        .with("mediaType", Json.text(MediaType.OCI_INDEX.value()))
                        .with("manifests", new Json.Arr(children))),
                Optional.empty());
    }

    private Descriptor layer(Store store) {
        long seed = SEEDS.nextLong();
        MessageDigest hash = HashFunction.SHA256.start();
        byte[] block = block(seed);
        for (int i = 0; i < bytes; i += BLOCK) {
            hash.update(numbered(block, i), 0, Math.min(BLOCK, bytes - i));
        }
        Digest digest = Digest.parse("sha256:" + HexFormat.of().formatHex(hash.digest()))
                .orElseThrow();
        Descriptor layer = Descriptor.of(LAYER, digest, bytes);
        store.pushBlob(layer, () -> stream(seed));
        return layer;
    }

    private InputStream stream(long seed) {
        byte[] block = block(seed);
        List<InputStream> pieces = IntStream.iterate(0, at -> at < bytes, at -> at + BLOCK)
                .<InputStream>mapToObj(at -> new Piece(block, at, Math.min(BLOCK, bytes - at)))
                .toList();
        return new SequenceInputStream(Collections.enumeration(pieces));
    }

    private static byte[] block(long seed) {
        byte[] block = new byte[BLOCK];
        new Random(seed).nextBytes(block);
        return block;
    }

    /** The block with a number in it, so that no two of a layer are alike. */
    private static byte[] numbered(byte[] block, int number) {
        ByteBuffer.wrap(block).putInt(0, number);
        return block;
    }

    /** A block that is filled when it is read. */
    private static final class Piece extends InputStream {
        private final byte[] block;
        private final int number;
        private final int length;
        private int read;

        Piece(byte[] block, int number, int length) {
            this.block = block;
            this.number = number;
            this.length = length;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int wanted) {
            if (read == length) {
                return -1;
            }
            int count =
                    new ByteArrayInputStream(numbered(block, number), read, length - read).read(buffer, offset, wanted);
            read += count;
            return count;
        }
    }
}
