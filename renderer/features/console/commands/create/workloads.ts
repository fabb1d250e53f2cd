/** Deployments, jobs and cron jobs of an image. */
import type { Run } from '../../command.ts';
import { CommandError } from '../../failure.ts';
import { list, text } from '../../flags.ts';
import { needed, type Generator } from './generator.ts';

export const deployment: Generator = {
  name: 'deployment',
  aliases: ['deploy'],
  flags: [list('image'), text('replicas', 'r'), text('port')],
  make(r, name) {
    const images = r.flags.list('image');
    if (images.length === 0) throw new CommandError('required flag(s) "image" not set');
    const port = r.flags.number('port');
    const ports = port !== undefined && { ports: [{ containerPort: port }] };
    return {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, labels: { app: name } },
      spec: {
        replicas: r.flags.number('replicas') ?? 1,
        selector: { matchLabels: { app: name } },
        strategy: {},
        template: {
          metadata: { labels: { app: name } },
          spec: { containers: images.map((i) => ({ ...container(r, imageName(i), i), ...ports })) },
        },
      },
      status: {},
    };
  },
};

export const job: Generator = {
  name: 'job',
  flags: [text('image'), text('from')],
  make: (r, name) => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: { template: runOnce(r, name, 'Never') },
    status: {},
  }),
};

export const cronJob: Generator = {
  name: 'cronjob',
  aliases: ['cj'],
  flags: [text('image'), text('schedule'), text('restart')],
  make: (r, name) => ({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name },
    spec: {
      schedule: needed(r, 'schedule'),
      jobTemplate: { metadata: { name }, spec: { template: runOnce(r, name, r.flags.text('restart') ?? 'OnFailure') } },
    },
    status: {},
  }),
};

/** The pod template of what runs to its end. */
function runOnce(r: Run, name: string, restartPolicy: string) {
  return { metadata: {}, spec: { containers: [container(r, name, needed(r, 'image'))], restartPolicy } };
}

/** What follows '--' is its command. */
function container(r: Run, name: string, image: string) {
  return { name, image, resources: {}, ...(r.rest.length > 0 && { command: r.rest }) };
}

/** 'nginx' of 'registry/nginx:1.27'. */
function imageName(image: string): string {
  return (image.slice(image.lastIndexOf('/') + 1).split(/[:@]/)[0] ?? image).replace(/[^a-zA-Z0-9-]/g, '-');
}
