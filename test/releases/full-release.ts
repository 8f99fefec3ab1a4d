/** A digest that YAML takes for text. */
export function fullDigest(digit: string): string {
  return `d${digit.repeat(63)}`;
}

/** A Release with every kind of part, as a user keeps it. */
export const fullRelease = `# What production runs. Ask #platform before you touch it.
apiVersion: clusterwright.io/v1alpha1
kind: Release
metadata: { name: v1.36.4 }
spec:
  state: deprecated          # v1.36.5 is out
  notes: First with etcd 3.6.
  kubernetes:
    version: 1.36.4
    kubelet:
      url: https://dl.k8s.io/release/v1.36.4/bin/linux/{arch}/kubelet
      sha256:
        amd64: ${fullDigest('1')}
        arm64: ${fullDigest('2')}
  components:
    etcd: { version: 3.6.14, image: registry.k8s.io/etcd:v3.6.14 }
    containerd: { version: 2.2.5 }
    pause: { version: "3.10", image: registry.k8s.io/pause:3.10 }
    coreDns: { version: 1.14.2, image: registry.k8s.io/coredns/coredns@sha256:${fullDigest('3')} }
  downloads:
    containerd:              # newer than Flatcar's own
      url: https://github.com/containerd/containerd/releases/download/v2.2.5/containerd-2.2.5-linux-{arch}.tar.gz
      sha256: { amd64: ${fullDigest('4')} }
    kubectl:
      url: https://dl.k8s.io/release/v1.36.4/bin/linux/{arch}/kubectl
      sha256: { amd64: ${fullDigest('5')}, arm64: ${fullDigest('6')} }
    cni-plugins:
      url: https://github.com/containernetworking/plugins/releases/download/v1.9.1/cni-plugins-linux-{arch}-v1.9.1.tgz
      sha256: { amd64: ${fullDigest('7')}, arm64: ${fullDigest('8')} }
    ca-bundle:
      url: https://mirror.example.com/ca.pem
      sha256: { amd64: ${fullDigest('9')}, arm64: ${fullDigest('9')} }
  flatcar:
    version: 4593.2.5
    amis:
      eu-central-1: { amd64: ami-0123456789abcdef0, arm64: ami-0fedcba9876543210 }   # Frankfurt
      us-gov-west-1: { amd64: ami-0123456789abcdef1 }   # our own copy
`;
