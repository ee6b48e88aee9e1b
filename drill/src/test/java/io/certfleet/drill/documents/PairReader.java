package io.certfleet.drill.documents;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Reads link, key, certificate and link again and again; judges them only if the link did not change. */
final class PairReader implements AutoCloseable {
    private static final long PAUSE = 200_000;

    private final HostRoot host;
    private final Map<String, Boolean> judged = new ConcurrentHashMap<>();
    private final Set<String> versions = ConcurrentHashMap.newKeySet();
    private final AtomicInteger good = new AtomicInteger();
    private final AtomicInteger bad = new AtomicInteger();
    private final Thread thread = new Thread(this::read);
    private volatile boolean closed;

    PairReader(HostRoot host) {
        this.host = host;
        thread.start();
    }

    int bad() {
        return bad.get();
    }

    /** The versions of which a pair was judged. */
    Set<String> versions() {
        return versions;
    }

    /** Waits until another pair has been read from start to end. */
    void awaitOneMore() {
        int before = good.get() + bad.get();
        while (good.get() + bad.get() < before + 2 && thread.isAlive()) {
            LockSupport.parkNanos(PAUSE);
        }
    }

    private void read() {
        while (!closed) {
            // Leaves the processor to the script.
            LockSupport.parkNanos(PAUSE);
            try {
                String link = host.current();
                String key = Files.readString(host.named("key"));
                String certificate = Files.readString(host.named("crt"));
                if (link.equals(host.current())) {
                    versions.add(link);
                    (judged.computeIfAbsent(key + certificate, unused -> belong(key, certificate)) ? good : bad)
                            .incrementAndGet();
                }
            } catch (IOException e) {
                // A name that cannot be read is as bad as a wrong pair.
                bad.incrementAndGet();
            }
        }
    }

    private static boolean belong(String key, String certificate) {
        try {
            byte[] der = Base64.getMimeDecoder().decode(key.replaceAll("-----[A-Z ]+-----", ""));
            PrivateKey privateKey = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
            PublicKey publicKey = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII)))
                    .getPublicKey();
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(privateKey);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
