import { launchTemplateVersions } from '../resources/launch-template-versions.js';
import { resourcesOf } from '../resources/store.js';
import type { Call } from './call.js';
import { structureList, textList } from './call.js';
import type { Description } from './describe.js';
import { isImageGone } from './images.js';

/** Any image that is asked for exists, unless somebody has made it vanish; unasked, those of launch templates are listed. */
export const imageDescription: Description = {
  type: 'AWS::EC2::Image',
  set: 'imagesSet',
  ids: 'ImageId',
  id: 'imageId',
  items: call =>
    knownImages(call)
      .filter(id => /^ami-[0-9a-f]+$/.test(id) && !isImageGone(call.nodes.world, call.place, id))
      .map(imageId => ({
        imageId,
        imageLocation: `sandbox/${imageId}`,
        imageState: 'available',
        imageOwnerId: '075585003325',
        isPublic: true,
        architecture: 'x86_64',
        imageType: 'machine',
        name: imageId,
        rootDeviceType: 'ebs',
        rootDeviceName: '/dev/xvda',
        virtualizationType: 'hvm',
      })),
  filters: {
    architecture: 'architecture',
    'image-id': 'imageId',
    'is-public': 'isPublic',
    name: 'name',
    'owner-id': 'imageOwnerId',
    'root-device-type': 'rootDeviceType',
    state: 'imageState',
    'virtualization-type': 'virtualizationType',
  },
};

function knownImages({ nodes, place, parameters }: Call): readonly string[] {
  const resources = resourcesOf(nodes.world);
  const used = resources
    .ofType(place, 'AWS::EC2::LaunchTemplate')
    .flatMap(template => launchTemplateVersions(resources, template))
    .map(({ properties }) => String(properties.ImageId));
  const filtered = structureList(parameters, 'Filter')
    .filter(filter => filter.get('Name') === 'image-id')
    .flatMap(filter => textList(filter, 'Value'));
  return [...new Set([...textList(parameters, 'ImageId'), ...filtered, ...used])];
}
