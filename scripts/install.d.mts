interface Lock {
  packages: Record<string, { version: string; optional?: boolean }>;
}
export function packagesMatchLock(lock: Lock, installed: Lock | undefined): boolean;
