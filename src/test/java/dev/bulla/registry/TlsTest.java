package dev.bulla.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.UnreachableException;
import dev.bulla.outcome.UsageException;
import dev.bulla.testkit.LoopbackRegistry;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whose certificates are believed (registries.md section 4 rule 6). */
@Timeout(60)
class TlsTest {
    private static final Identity LOOPBACK = Identity.of("127.0.0.1");
    private static final Identity ELSEWHERE = Identity.of("127.9.9.9");

    @Test
    void anAuthorityFromAFileIsBelievedAndTheOthersAreNot() {
        try (LoopbackRegistry registry = LoopbackRegistry.startWithTls(LOOPBACK.context())) {
            URI address = registry.base().resolve("/v2/");
            assertThat(get(Roots.adding(LOOPBACK.pem()), address)).isPresent();
            assertThat(get(Roots.only(LOOPBACK.pem()), address)).isPresent();
            assertThatExceptionOfType(UnreachableException.class)
                    .isThrownBy(() -> get(Roots.ofSystem(), address))
                    .withMessageContaining("TLS failed")
                    .satisfies(e -> assertThat(e.hints()).anyMatch(hint -> hint.contains("--ca")));
            assertThatExceptionOfType(UnreachableException.class)
                    .isThrownBy(() -> get(Roots.only(ELSEWHERE.pem()), address));
        }
    }

    @Test
    void aCertificateForAnotherHostIsRefused() {
        try (LoopbackRegistry registry = LoopbackRegistry.startWithTls(ELSEWHERE.context())) {
            assertThatExceptionOfType(UnreachableException.class)
                    .isThrownBy(() ->
                            get(Roots.adding(ELSEWHERE.pem()), registry.base().resolve("/v2/")))
                    .withMessageContaining("TLS failed");
        }
    }

    @Test
    void chunksGoThroughTlsWithTheSameRoots() throws IOException {
        try (LoopbackRegistry registry = LoopbackRegistry.startWithTls(LOOPBACK.context())) {
            Call chunk = Call.of("PATCH", registry.base().resolve("/v2/x/blobs/uploads/none?a=%2F&b=c%3D"))
                    .sending(Body.of("application/octet-stream", Bytes.utf8("chunk")));
            try (Wire wire = new Wire(TestSettings.quick().withRoots(Roots.adding(LOOPBACK.pem())));
                    Answer answer = wire.send(chunk, Optional.empty())) {
                assertThat(answer.status()).isEqualTo(404);
            }
            assertThat(registry.log().entries().getFirst().target()).endsWith("?a=%2F&b=c%3D");
            try (Wire wire = new Wire(TestSettings.quick())) {
                assertThatExceptionOfType(javax.net.ssl.SSLException.class)
                        .isThrownBy(() -> wire.send(chunk, Optional.empty()));
            }
        }
    }

    @Test
    void aFileWithoutCertificatesIsSaidToHaveNone() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> get(Roots.adding(Bytes.utf8("nothing")), URI.create("https://127.0.0.1:1/")))
                .withMessageContaining("CA file");
    }

    private static Optional<Bytes> get(Roots roots, URI address) {
        try (PlainGet client = PlainGet.with(TestSettings.quick().withRoots(roots))) {
            return client.get(address, 1000);
        }
    }

    /** A key with a certificate that it signed itself. */
    private record Identity(KeyPair keys, X509Certificate certificate) {
        static Identity of(String address) {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(256);
                KeyPair keys = generator.generateKeyPair();
                X500Name name = new X500Name("CN=" + address);
                JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(Instant.parse("2020-01-01T00:00:00Z")),
                        Date.from(Instant.parse("2120-01-01T00:00:00Z")),
                        name,
                        keys.getPublic());
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.iPAddress, address)));
                return new Identity(
                        keys,
                        new JcaX509CertificateConverter()
                                .getCertificate(builder.build(
                                        new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))));
            } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
                throw new IllegalStateException(e);
            }
        }

        Bytes pem() {
            try {
                return Bytes.utf8("-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        SSLContext context() {
            try {
                char[] password = "test".toCharArray();
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                store.setKeyEntry("key", keys.getPrivate(), password, new X509Certificate[] {certificate});
                KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                factory.init(store, password);
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(factory.getKeyManagers(), null, null);
                return context;
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
