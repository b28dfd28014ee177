/** Whoever answers for the system sees how its channels fare; only administrators connect, change and disconnect them. */
import type { Door } from '../../context.js';
import { mayManageChannels, maySeeChannels } from '../../policies/channel.js';
import { changeChannel } from './change.js';
import { connectChannel } from './connect.js';
import { disconnectChannel } from './disconnect.js';
import { listChannels } from './list.js';
import { listPlatforms } from './platforms.js';
import { readChannel } from './read.js';
import { setUpChannel } from './set-up.js';
import { testChannel } from './test.js';

export const channels: Door[] = [
  { who: maySeeChannels, endpoints: [listChannels, listPlatforms, readChannel] },
  { who: mayManageChannels, endpoints: [connectChannel, changeChannel, testChannel, setUpChannel, disconnectChannel] },
];
