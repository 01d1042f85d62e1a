package dev.bulla.cli.command;

import dev.bulla.Inspector;
import dev.bulla.Places;
import dev.bulla.Publisher;
import dev.bulla.Relocator;
import dev.bulla.bytes.Bytes;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cnab.Bundle;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Place;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Reference;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out what the files of a push are and hands them to the publisher. */
final class PushWork {
    private static final String OCTETS = "application/octet-stream";

    private final Invocation call;
    private final Places places;
    private final Progress progress;
    private final Publisher publisher;

    PushWork(Invocation call, Places places, Progress progress) {
        this.call = call;
        this.places = places;
        this.progress = progress;
        this.publisher = new Publisher(places, call.jobs(), progress);
    }

    Publisher.Pushed push(List<String> files, Reference target) {
        if (call.has("--artifact-type") || call.has("--media-type") || call.has("--annotation")) {
            return pushFiles(files, target);
        }
        if (files.size() != 1) {
            throw call.wrongUse("stores several files as a plain artifact; give --artifact-type");
        }
        String file = files.get(0);
        return file.startsWith("oci:") ? pushLayout(call.reference(file), target) : pushBundle(call.path(file), target);
    }

    private Publisher.Pushed pushBundle(Path file, Reference target) {
        return switch (LocalFiles.kind(file)) {
            case ARCHIVE -> pushArchive(file, target);
            case JSON -> pushJson(LocalFiles.read(file, Bundle.MAX_BYTES), target);
            case OTHER ->
                throw call.wrongUse("finds neither a bundle.json nor a thick bundle in " + file
                        + "; give --artifact-type to store it as it is");
        };
    }

    private Publisher.Pushed pushJson(Bytes bundle, Reference target) {
        if (call.has("--dry-run")) {
            return Publisher.plan(bundle);
        }
        List<Place> imagePlaces = new ArrayList<>();
        for (String place : call.options("--images-from")) {
            imagePlaces.add(call.reference(place).place());
        }
        return publisher.pushBundle(bundle, target, imagePlaces);
    }

    private Publisher.Pushed pushArchive(Path file, Reference target) {
        if (call.has("--dry-run") || call.has("--images-from")) {
            throw call.wrongUse("takes a thick bundle whole: --dry-run and --images-from are for a bundle.json");
        }
        return publisher.pushArchive(() -> Files.newInputStream(file), file, target);
    }

    /** An image layout is copied: its manifest is the artifact. */
    private Publisher.Pushed pushLayout(Reference from, Reference target) {
        if (call.has("--dry-run") || call.has("--images-from")) {
            throw call.wrongUse("copies an image layout: --dry-run and --images-from are for a bundle.json");
        }
        Relocator.Copied copied = new Relocator(places, call.jobs(), progress).copy(from, target);
        List<Check> notes = new ArrayList<>();
        copied.leftBehind().forEach(line -> notes.add(Check.failed("attachments", line)));
        Inspector inspector = new Inspector(places);
        return new Publisher.Pushed(
                inspector.view(target.withDigest(copied.digest())).root().descriptor(),
                Optional.empty(),
                Optional.empty(),
                notes);
    }

    private Publisher.Pushed pushFiles(List<String> files, Reference target) {
        if (call.has("--dry-run") || call.has("--images-from")) {
            throw call.wrongUse("stores plain files: --dry-run and --images-from are for a bundle.json");
        }
        MediaType artifactType = mediaType("--artifact-type", OCTETS);
        MediaType type = mediaType("--media-type", OCTETS);
        List<Publisher.FileLayer> layers = new ArrayList<>();
        for (String file : files) {
            layers.add(layer(call.path(file), type));
        }
        return publisher.pushFiles(layers, artifactType, annotations(), target);
    }

    private static Publisher.FileLayer layer(Path file, MediaType type) {
        Content content = () -> Files.newInputStream(file);
        try {
            String title = String.valueOf(file.getFileName());
            return new Publisher.FileLayer(title, type, Descriptor.of(type, content), content);
        } catch (IOException e) {
            throw new StorageException("file " + file + " cannot be read: " + LocalFiles.reason(e), e);
        }
    }

    private MediaType mediaType(String flag, String other) {
        String text = call.option(flag).orElse(other);
        try {
            return new MediaType(text);
        } catch (IllegalArgumentException e) {
            throw call.wrongUse("takes " + flag + " as type/subtype, not '" + text + "'");
        }
    }

    private Map<String, String> annotations() {
        Map<String, String> annotations = new LinkedHashMap<>();
        for (String given : call.options("--annotation")) {
            int equals = given.indexOf('=');
            if (equals <= 0) {
                throw call.wrongUse("takes --annotation as NAME=VALUE, not '" + given + "'");
            }
            annotations.put(given.substring(0, equals), given.substring(equals + 1));
        }
        return annotations;
    }
}
