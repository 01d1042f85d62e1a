package dev.bulla.acceptance;

import dev.bulla.Verdict;
import java.util.List;
import java.util.Set;

/** The commands that are killed, each time for something else. */
final class KilledJobs {
    private KilledJobs() {}

    /** One of them. */
    interface Job {
        String name();

        /** What has to be there before. */
        default void prepare(String point) {}

        List<String> words(String point);

        /** Whether a reader sees the work as done; anything between not done and done fails. */
        boolean isDone(String point, String where);

        /** How it may end when it is run again. */
        default List<Integer> exits(boolean done) {
            return List.of(0);
        }
    }

    record Push(KilledScene scene) implements Job {
        @Override
        public String name() {
            return "push";
        }

        @Override
        public List<String> words(String point) {
            return List.of(
                    "push", "bundle.json", scene.host + "/pushed/" + point + ":1", "--images-from", "oci:images");
        }

        @Override
        public boolean isDone(String point, String where) {
            return scene.whole("pushed/" + point, "1", Set.of(), where);
        }
    }

    record Sign(KilledScene scene) implements Job {
        @Override
        public String name() {
            return "sign";
        }

        @Override
        public void prepare(String point) {
            scene.artifact(point);
        }

        @Override
        public List<String> words(String point) {
            return List.of("sign", scene.acme + "/" + point + ":1", "--key", "releases", "--online-key", "online");
        }

        @Override
        public boolean isDone(String point, String where) {
            return scene.verdict("old", scene.acme + "/" + point + ":1") instanceof Verdict.Trusted;
        }
    }

    record Copy(KilledScene scene) implements Job {
        @Override
        public String name() {
            return "copy";
        }

        @Override
        public List<String> words(String point) {
            return List.of("copy", scene.hello, scene.host + "/copied/" + point + ":1");
        }

        @Override
        public boolean isDone(String point, String where) {
            return scene.whole("copied/" + point, "1", scene.attachments, where);
        }
    }

    /** A release was handed over; the job publishes it. */
    record Refresh(KilledScene scene) implements Job {
        @Override
        public String name() {
            return "refresh";
        }

        @Override
        public void prepare(String point) {
            scene.artifact(point);
            scene.run(List.of(0), point, List.of("sign", scene.acme + "/" + point + ":1", "--key", "releases"));
        }

        @Override
        public List<String> words(String point) {
            return List.of("refresh", scene.acme, "--key", "online");
        }

        @Override
        public boolean isDone(String point, String where) {
            return scene.verdict("old", scene.acme + "/" + point + ":1") instanceof Verdict.Trusted;
        }
    }

    record RoleAdd(KilledScene scene) implements Job {
        @Override
        public String name() {
            return "role";
        }

        @Override
        public List<String> words(String point) {
            return List.of(
                    "role",
                    "add",
                    scene.acme,
                    "targets/" + point,
                    "--key",
                    "apps",
                    "--paths",
                    scene.acme + "/" + point + ":*",
                    "--sign-key",
                    "root",
                    "--sign-key",
                    "apps",
                    "--sign-key",
                    "online",
                    "--yes",
                    "--root",
                    scene.fingerprint());
        }

        @Override
        public boolean isDone(String point, String where) {
            return scene.run(List.of(0), where, List.of("role", "list", scene.acme, "--root", scene.fingerprint()))
                    .contains("targets/" + point + " ");
        }

        @Override
        public List<Integer> exits(boolean done) {
            return done ? List.of(0, 2) : List.of(0); // a role that is there is not made a second time
        }
    }

    record Import(KilledScene scene) implements Job {
        @Override
        public String name() {
            return "import";
        }

        @Override
        public List<String> words(String point) {
            return List.of("import", "tree", scene.host + "/imported/" + point);
        }

        @Override
        public boolean isDone(String point, String where) {
            return scene.whole("imported/" + point + "/tuf", "latest", Set.of(), where);
        }
    }
}
