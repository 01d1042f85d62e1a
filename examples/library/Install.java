import dev.bulla.Downloader;
import dev.bulla.Places;
import dev.bulla.Trust;
import dev.bulla.Verdict;
import dev.bulla.Verifier;
import dev.bulla.oci.Reference;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * What a bundle runtime does before it installs: asks whether the bundle may run, and downloads exactly what was verified.
 *
 * <pre>java -cp 'target/bulla/lib/*' examples/library/Install.java REF TRUST OUTPUT</pre>
 *
 * TRUST is a directory of pinned roots as {@code bulla trust add} keeps it: {@code trust} in its configuration directory.
 */
public final class Install {
    private Install() {}

    /** Ends with 0 when the bundle was verified and downloaded, else with 1. */
    public static void main(String[] words) {
        install(words[0], Path.of(words[1]), new Downloader.Wish(Downloader.Form.THIN, Path.of(words[2])));
    }

    private static void install(String name, Path pinned, Downloader.Wish wish) {
        // these lines stand in the README and in the documentation of the package
        InstantSource clock = InstantSource.system();
        Places places = Places.standard(System.getenv(), clock);
        Trust trust = Trust.in(places, pinned);
        switch (Verifier.of(places).verify(Reference.parse(name), trust, clock.instant())) {
            case Verdict.Trusted yes -> install(Downloader.of(places).download(yes, wish), yes);
            case Verdict.Rejected no -> refuse(no.reason().message());
            case Verdict.Allowed unproved -> refuse("nobody vouches for " + unproved.asked());
        }
        // until here
    }

    private static void install(Downloader.Pulled pulled, Verdict.Trusted trusted) {
        System.out.println("install " + trusted.deploy() + ", level " + trusted.level() + ", from " + pulled.files());
    }

    private static void refuse(String why) {
        System.out.println("refused: " + why);
        System.exit(1);
    }
}
