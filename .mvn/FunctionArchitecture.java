import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/*
 * Writes beside a function.zip for which processor it was built: arm64 or x86_64 where it holds an executable, any where it holds
 * classes. Terraform compares it with what is to run (infra/terraform/modules/function).
 */
void main(String[] arguments) throws IOException {
    Path zip = Path.of(arguments[0]);
    Files.writeString(zip.resolveSibling("function.arch"), processor(zip) + "\n");
}

private static String processor(Path zip) throws IOException {
    try (ZipFile function = new ZipFile(zip.toFile())) {
        ZipEntry executable = function.getEntry("bootstrap");
        if (executable == null) {
            return "any";
        }
        try (InputStream content = function.getInputStream(executable)) {
            // The ELF header names the machine in its bytes 18 and 19 (System V ABI, "ELF Header").
            ByteBuffer header = ByteBuffer.wrap(content.readNBytes(20)).order(ByteOrder.LITTLE_ENDIAN);
            if (header.capacity() < 20 || header.getInt(0) != 0x464c457f) {
                throw new IOException(zip + " holds a bootstrap that is not an executable for Linux");
            }
            return switch (header.getShort(18)) {
                case 183 -> "arm64";
                case 62 -> "x86_64";
                default -> throw new IOException(zip + " is for a processor that Lambda does not have");
            };
        }
    }
}
