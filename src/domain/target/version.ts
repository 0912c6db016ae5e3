import type { Catalog, Kpi } from '../catalog.ts'

/** The version of a target that names none, and that judges where nobody says another. */
export const usualVersion = 'budget'

/** Which version of targets judges a KPI where its question names none. */
export const judgedBy = ({ workspace }: Pick<Catalog, 'workspace'>, kpi: Kpi): string =>
  kpi.judgedBy ?? workspace.judgedBy
