/**
 * Bulla: signing and verifying of CNAB bundles and other artifacts inside OCI registries.
 *
 * <p>A bundle runtime asks before it installs, and downloads exactly what was verified:
 *
 * {@snippet :
 * InstantSource clock = InstantSource.system();
 * Places places = Places.standard(System.getenv(), clock);
 * Trust trust = Trust.in(places, pinned);
 * switch (Verifier.of(places).verify(Reference.parse(name), trust, clock.instant())) {
 *     case Verdict.Trusted yes -> install(Downloader.of(places).download(yes, wish), yes);
 *     case Verdict.Rejected no -> refuse(no.reason().message());
 *     case Verdict.Allowed unproved -> refuse("nobody vouches for " + unproved.asked());
 * }
 * }
 *
 * <p>What was examined and refused is a value, {@link dev.bulla.Verdict.Rejected}; what could not be reached, found or
 * written is a {@link dev.bulla.outcome.BullaException}. The environment, the clock and the directories are the caller's.
 */
@NullMarked
package dev.bulla;

import org.jspecify.annotations.NullMarked;
