package io.certfleet.standin.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The files below a host's root; paths may be given as the host sees them, with a leading slash. */
public record HostFiles(Path root) {

    static HostFiles create(Path root) {
        HostFiles files = new HostFiles(root);
        files.directory("");
        return files;
    }

    /** Where a path of the host's stands on this machine. */
    public Path path(String path) {
        return root.resolve(path.replaceFirst("^/+", ""));
    }

    /** Makes a folder and its parents, writable by their owner alone whatever the umask is. */
    public Path directory(String path) {
        Path folder = path(path);
        try {
            if (!folder.equals(root)) {
                directory(root.relativize(folder.getParent()).toString());
            }
            if (!Files.isDirectory(folder)) {
                Files.createDirectory(folder);
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("making " + folder, e);
        }
    }

    /** Writes a file with permissions such as {@code rw-r--r--}, as a whole. */
    public Path write(String path, String content, String permissions) {
        Path file = path(path);
        directory(root.relativize(file.getParent()).toString());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, content);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(permissions));
            return Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + file, e);
        }
    }

    /** Writes a script that everybody may run. */
    Path program(String path, String script) {
        Path file = path(path);
        directory(root.relativize(file.getParent()).toString());
        try {
            Path fresh = Executable.write(file.resolveSibling(file.getFileName() + ".new"), script, "755");
            return Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + file, e);
        }
    }

    /** Deletes a file if it is there. */
    void delete(String path) {
        remove(path);
    }

    /** Deletes a file; says whether it was there. */
    boolean remove(String path) {
        try {
            return Files.deleteIfExists(path(path));
        } catch (IOException e) {
            throw new UncheckedIOException("deleting " + path(path), e);
        }
    }
}
