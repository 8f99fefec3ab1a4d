import { AwsFault } from '../fault.js';
import type { SandboxResponse } from '../service.js';
import { bucketFor } from './access.js';
import { verifiedChecksum } from './checksum.js';
import { s3Faults } from './faults.js';
import type { S3Action, S3Request } from './operation.js';
import { emptyAnswer, xmlAnswer } from './operation.js';
import type { SettingName, Tree } from './setting-shapes.js';
import { settingShapes } from './setting-shapes.js';
import { setSetting, settingOf, settings } from './settings.js';
import { treeOfXml } from './shaped-tree.js';
import { saveBucket } from './state.js';
import { readXml } from './xml-reader.js';

/** The actions to read, put and delete a setting. */
export function settingActions(name: SettingName): { get: S3Action; put: S3Action; remove: S3Action } {
  const { root, right, missing } = settings[name];
  const change = async (s3: S3Request, status: number, value: Tree | undefined): Promise<SandboxResponse> => {
    const bucket = bucketFor(s3.world, s3.request, s3.bucket, { right: `Put${right}` });
    setSetting(s3.world, bucket, name, value);
    await saveBucket(s3.world, bucket);
    return emptyAnswer(status);
  };
  return {
    get({ world, request, bucket: bucketName }) {
      const value = settingOf(bucketFor(world, request, bucketName, { right: `Get${right}` }), name);
      if (value) return xmlAnswer(root, value);
      const [code = '', message = ''] = missing ?? [];
      throw new AwsFault(code, message, { status: 404, details: { BucketName: bucketName } });
    },
    put(s3) {
      bucketFor(s3.world, s3.request, s3.bucket, { right: `Put${right}` });
      verifiedChecksum(s3.body, s3.headers);
      const document = readXml(s3.body.toString('utf8'));
      if (document.name !== root) throw s3Faults.malformedXml();
      return change(s3, name === 'tagging' ? 204 : 200, treeOfXml(document, settingShapes[name]));
    },
    remove: s3 => change(s3, 204, undefined),
  };
}
