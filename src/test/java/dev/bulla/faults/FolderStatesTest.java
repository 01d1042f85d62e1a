package dev.bulla.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.cli.testing.Run;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.disk.FaultyDisk;
import dev.bulla.testkit.disk.FaultyDisk.Trouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever became of the folders of a consumer: without its cache the verdict is the same; without its memory, or with one
 * that cannot be trusted, the verdict is the same or there is none, and never a better one.
 */
class FolderStatesTest {
    private static final String CACHE = ".cache/bulla";
    private static final String MEMORY = ".config/bulla/trust";

    @TempDir
    private static Path folder;

    private static LoopbackRegistry registry;
    private static Shop shop;

    private final FaultyDisk disk = new FaultyDisk();

    /** What became of a folder. */
    enum State {
        MISSING {
            @Override
            void make(Path part, FaultyDisk disk) throws IOException {
                Files.move(part, part.resolveSibling("moved"));
            }
        },
        READ_ONLY {
            @Override
            void make(Path part, FaultyDisk disk) {
                disk.troubleFrom(1, Trouble.READ_ONLY);
            }
        },
        FULL {
            @Override
            void make(Path part, FaultyDisk disk) {
                disk.troubleFrom(1, Trouble.FULL);
            }
        },
        SOMEBODY_ELSES {
            @Override
            void make(Path part, FaultyDisk disk) {
                disk.troubleFrom(1, Trouble.FOREIGN);
            }
        },
        A_FILE {
            @Override
            void make(Path part, FaultyDisk disk) throws IOException {
                MISSING.make(part, disk);
                Files.writeString(part, "a file");
            }
        },
        A_LINK {
            @Override
            void make(Path part, FaultyDisk disk) throws IOException {
                MISSING.make(part, disk);
                Files.createSymbolicLink(part, part.resolveSibling("moved"));
            }
        },
        A_LINK_TO_NOTHING {
            @Override
            void make(Path part, FaultyDisk disk) throws IOException {
                MISSING.make(part, disk);
                Files.createSymbolicLink(part, part.resolveSibling("nothing"));
            }
        },
        LINKS_AS_FILES {
            @Override
            void make(Path part, FaultyDisk disk) throws IOException {
                for (Path file : files(part)) {
                    Path moved = file.resolveSibling(file.getFileName() + ".moved");
                    Files.move(file, moved);
                    Files.createSymbolicLink(file, moved);
                }
            }
        },
        RUBBISH {
            @Override
            void make(Path part, FaultyDisk disk) throws IOException {
                for (Path file : files(part)) {
                    Files.write(file, "\0{rubbish".getBytes(StandardCharsets.UTF_8));
                }
            }
        },
        EMPTY_FILES {
            @Override
            void make(Path part, FaultyDisk disk) throws IOException {
                for (Path file : files(part)) {
                    Files.write(file, new byte[0]);
                }
            }
        },
        CUT_FILES {
            @Override
            void make(Path part, FaultyDisk disk) throws IOException {
                for (Path file : files(part)) {
                    byte[] content = Files.readAllBytes(file);
                    Files.write(file, Arrays.copyOf(content, content.length / 2));
                }
            }
        };

        abstract void make(Path part, FaultyDisk disk) throws IOException;

        private static List<Path> files(Path part) throws IOException {
            try (Stream<Path> all = Files.walk(part)) {
                return all.filter(Files::isRegularFile).toList();
            }
        }
    }

    @BeforeAll
    static void open() throws IOException {
        registry = LoopbackRegistry.start();
        shop = new Shop(Files.createDirectory(folder.resolve("publisher")), registry);
    }

    @AfterAll
    static void close() {
        registry.close();
    }

    /** A consumer who has verified. */
    private static Path consumer(String name) throws IOException {
        Path place = Files.createDirectory(folder.resolve(name));
        assertThat(DiskJob.run(shop, place, DiskJob.TRUST_ADD.words).status()).isZero();
        assertThat(DiskJob.run(shop, place, "verify NOTE").status()).isZero();
        return place;
    }

    private Run verify(Path place, String reference) {
        return DiskJob.run(shop, disk.over(place), "verify " + reference);
    }

    @ParameterizedTest
    @EnumSource
    void withoutItsCacheTheVerdictIsTheSame(State state) throws IOException {
        Path place = consumer("cache " + state);
        int other = DiskJob.run(shop, place, "verify " + shop.other).status();
        Path part = place.resolve(CACHE);
        assertThat(part).isDirectory();
        disk.at(path -> path.startsWith(part));
        state.make(part, disk);

        Run good = verify(place, shop.note);
        Run bad = verify(place, shop.other);

        assertThat(good.status()).as(state + ": " + good.err()).isZero();
        assertThat(bad.status()).as(state + ": " + bad.err()).isEqualTo(other).isIn(1, 3);
    }

    @ParameterizedTest
    @EnumSource
    void withoutItsMemoryTheVerdictIsTheSameOrNone(State state) throws IOException {
        Path place = consumer("memory " + state);
        Path part = place.resolve(MEMORY);
        assertThat(part).isDirectory();
        disk.at(path -> path.startsWith(part));
        state.make(part, disk);

        Run good = verify(place, shop.note);
        Run bad = verify(place, shop.other);
        System.out.println("memory " + state + ": exit codes " + good.status() + " and " + bad.status() + "; "
                + good.err().lines().findFirst().orElse("trusted"));

        // the same verdict, no pinned root, or a storage that cannot be used
        assertThat(good.status()).as(state + ": " + good.err()).isIn(0, 1, 4, 10);
        assertThat(bad.status()).as(state + ": " + bad.err()).isIn(1, 3, 4, 10);
        if (good.status() == 10) {
            assertThat(good.err()).startsWith("bulla: storage: ").doesNotContain("Exception");
        }
    }
}
