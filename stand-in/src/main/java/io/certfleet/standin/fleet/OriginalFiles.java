package io.certfleet.standin.fleet;

/**
 * What the original AWS sample leaves on a host: four regular files in one folder.
 *
 * @param key the private key, in PEM
 * @param csr the CSR that it was asked for with, in PEM
 * @param certificate in PEM
 * @param chain the CA chain, in PEM
 */
public record OriginalFiles(String key, String csr, String certificate, String chain) {

    /** Puts them into a folder of the host's, with the names and modes that the original gives them. */
    public void leave(SimulatedHost host, String folder) {
        HostFiles files = host.files();
        files.write(folder + "/" + host.id() + ".key", key, "rw-------");
        files.write(folder + "/" + host.id() + ".csr", csr, "rw-r--r--");
        files.write(folder + "/" + host.id() + ".crt", certificate, "rw-r--r--");
        files.write(folder + "/ca_chain_certificate.crt", chain, "rw-r--r--");
    }
}
