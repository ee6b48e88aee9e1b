package io.certfleet.crlsync;

import io.certfleet.rotation.Row;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;
import software.amazon.awssdk.services.acmpca.model.GetCertificateAuthorityCertificateRequest;
import software.amazon.awssdk.services.acmpca.model.GetCertificateAuthorityCertificateResponse;
import software.amazon.awssdk.services.rolesanywhere.RolesAnywhereClient;
import software.amazon.awssdk.services.rolesanywhere.model.CrlDetail;
import software.amazon.awssdk.services.rolesanywhere.model.EnableCrlRequest;
import software.amazon.awssdk.services.rolesanywhere.model.EnableCrlResponse;
import software.amazon.awssdk.services.rolesanywhere.model.GetCrlRequest;
import software.amazon.awssdk.services.rolesanywhere.model.GetCrlResponse;
import software.amazon.awssdk.services.rolesanywhere.model.ImportCrlRequest;
import software.amazon.awssdk.services.rolesanywhere.model.ImportCrlResponse;
import software.amazon.awssdk.services.rolesanywhere.model.ListCrlsRequest;
import software.amazon.awssdk.services.rolesanywhere.model.ListCrlsResponse;
import software.amazon.awssdk.services.rolesanywhere.model.RolesAnywhereException;
import software.amazon.awssdk.services.rolesanywhere.model.UpdateCrlRequest;
import software.amazon.awssdk.services.rolesanywhere.model.UpdateCrlResponse;
import software.amazon.awssdk.services.rolesanywhere.paginators.ListCrlsIterable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;

/** The parts of AWS that crl-sync sees: a bucket, a CA, a trust anchor's CRLs and a topic. */
final class FakeAws {
    static final String CA_ARN = Row.CA;
    static final String CA_ID = CA_ARN.substring(CA_ARN.lastIndexOf('/') + 1);
    static final String ANCHOR = "arn:aws:rolesanywhere:us-east-1:111122223333:trust-anchor/ours";

    final TestCa ca = new TestCa("ours");
    final Map<String, byte[]> objects = new LinkedHashMap<>();
    final Map<String, CrlDetail> crls = new LinkedHashMap<>();
    final List<String> calls = new ArrayList<>();
    final List<String> alarms = new ArrayList<>();
    Optional<RolesAnywhereException> refusal = Optional.empty();
    boolean forgetsUpdates;
    /** Happens once, while the next CRL is on its way to Roles Anywhere. */
    Runnable meanwhile = () -> {};

    /** As the CA writes it. */
    void write(byte[] crl) {
        objects.put("crl/" + CA_ID + ".crl", crl);
    }

    void hold(String id, String anchor, String name, byte[] crl, boolean enabled) {
        crls.put(
                id,
                CrlDetail.builder()
                        .crlId(id)
                        .trustAnchorArn(anchor)
                        .name(name)
                        .crlData(SdkBytes.fromUtf8String(RevocationList.of(crl).pem()))
                        .enabled(enabled)
                        .build());
    }

    /** The number of the CRL that Roles Anywhere holds under this id. */
    int number(String id) {
        return RevocationList.of(crls.get(id).crlData().asByteArray()).number().intValueExact();
    }

    final S3Client s3 = new S3Client() {
        @Override
        public <T> T getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
            byte[] object = objects.get(request.key());
            if (object == null || !request.bucket().equals("crls")) {
                throw NoSuchKeyException.builder().message(request.key()).build();
            }
            try {
                return transformer.transform(
                        GetObjectResponse.builder().build(),
                        AbortableInputStream.create(new ByteArrayInputStream(object)));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public ResponseBytes<GetObjectResponse> getObjectAsBytes(GetObjectRequest request) {
            return getObject(request, ResponseTransformer.toBytes());
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    };

    final AcmPcaClient privateCa = new AcmPcaClient() {
        @Override
        public GetCertificateAuthorityCertificateResponse getCertificateAuthorityCertificate(
                GetCertificateAuthorityCertificateRequest request) {
            return GetCertificateAuthorityCertificateResponse.builder()
                    .certificate(request.certificateAuthorityArn().equals(CA_ARN) ? ca.certificate() : null)
                    .build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    };

    final RolesAnywhereClient rolesAnywhere = new RolesAnywhereClient() {
        private void called(String operation) {
            calls.add(operation);
            if (refusal.isPresent()) {
                throw refusal.get();
            }
        }

        private void happen() {
            Runnable now = meanwhile;
            meanwhile = () -> {};
            now.run();
        }

        /** One on each page. */
        @Override
        public ListCrlsResponse listCrls(ListCrlsRequest request) {
            called("ListCrls");
            int page = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
            List<CrlDetail> all = List.copyOf(crls.values());
            return ListCrlsResponse.builder()
                    .crls(all.subList(page, Math.min(all.size(), page + 1)))
                    .nextToken(page + 1 < all.size() ? Integer.toString(page + 1) : null)
                    .build();
        }

        @Override
        public ListCrlsIterable listCrlsPaginator(ListCrlsRequest request) {
            return new ListCrlsIterable(this, request);
        }

        @Override
        public ImportCrlResponse importCrl(ImportCrlRequest request) {
            called("ImportCrl");
            happen();
            String id = crls.containsKey("imported") ? "imported too" : "imported";
            crls.put(
                    id,
                    CrlDetail.builder()
                            .crlId(id)
                            .name(request.name())
                            .trustAnchorArn(request.trustAnchorArn())
                            .crlData(request.crlData())
                            .enabled(request.enabled())
                            .build());
            return ImportCrlResponse.builder().crl(crls.get(id)).build();
        }

        @Override
        public UpdateCrlResponse updateCrl(UpdateCrlRequest request) {
            called("UpdateCrl");
            happen();
            if (!forgetsUpdates) {
                crls.computeIfPresent(request.crlId(), (_, crl) -> crl.copy(copy -> copy.crlData(request.crlData())));
            }
            return UpdateCrlResponse.builder().crl(crls.get(request.crlId())).build();
        }

        @Override
        public EnableCrlResponse enableCrl(EnableCrlRequest request) {
            called("EnableCrl");
            crls.computeIfPresent(request.crlId(), (_, crl) -> crl.copy(copy -> copy.enabled(true)));
            return EnableCrlResponse.builder().crl(crls.get(request.crlId())).build();
        }

        @Override
        public GetCrlResponse getCrl(GetCrlRequest request) {
            called("GetCrl");
            return GetCrlResponse.builder().crl(crls.get(request.crlId())).build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    };

    final SnsClient sns = new SnsClient() {
        @Override
        public PublishResponse publish(PublishRequest request) {
            alarms.add(request.subject() + "\n" + request.message());
            return PublishResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    };
}
