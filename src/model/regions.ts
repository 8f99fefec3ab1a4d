/** AWS user guide, "AWS Regions" and "AWS Availability Zones"; those of China and GovCloud have guides of their own. */
const regions = `
af-south-1
ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2
ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7
ca-central-1 ca-west-1
cn-north-1 cn-northwest-1
eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3
il-central-1
me-central-1 me-south-1 me-west-1
mx-central-1
sa-east-1 sa-west-1
us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-west-1 us-west-2
`
  .trim()
  .split(/\s/);

/** Last letters of zones where it is not c. An account sees some of them: which letter is which zone differs, too. */
const lastLetters: Readonly<Record<string, string>> = {
  'ap-northeast-1': 'd',
  'ap-northeast-2': 'd',
  'ca-central-1': 'd',
  'cn-north-1': 'd',
  'us-east-1': 'f',
  'us-west-2': 'd',
};

/** No region has a zone behind this letter. */
export const lastZoneLetter = 'f';

/** AWS adds regions every year: one that is not listed may be new. */
export function knownRegions(): readonly string[] {
  return regions;
}

/** Whether a region has a zone of this letter, as far as we know; undefined for a region that is not known. */
export function hasZoneLetter(region: string, letter: string): boolean | undefined {
  if (!regions.includes(region)) return undefined;
  return letter <= (lastLetters[region] ?? 'c');
}
