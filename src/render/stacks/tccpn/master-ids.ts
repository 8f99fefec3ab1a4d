/** Logical ids of what is there once per master. */
export function masterIds(number: number) {
  return {
    eni: `MasterEni${number}`,
    etcdVolume: `EtcdVolume${number}`,
    launchTemplate: `MasterLaunchTemplate${number}`,
    autoScalingGroup: `MasterAutoScalingGroup${number}`,
  };
}
