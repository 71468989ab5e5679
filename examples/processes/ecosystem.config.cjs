module.exports = {
  apps: [
    {
      name: 'orders',
      script: 'dist/worker.js',
      instances: 4,
      exec_mode: 'fork', // there is no port to share
      kill_timeout: 30_000, // longer than shutdownTimeoutInMs; pm2's default is 1,600
      restart_delay: 1_000,
    },
  ],
};
