/** The second factor that is right for every user who has one. */
export const TWO_FACTOR_CODE = '246810';
