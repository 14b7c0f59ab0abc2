FROM node:24-bookworm-slim
ENV NODE_ENV=production TZ=UTC
WORKDIR /lientich
COPY package.json package-lock.json .npmrc ./
COPY patches patches
RUN npm ci --omit=dev
COPY . .
USER node
CMD ["node", "cli/lientich.ts", "serve", "--api-only"]
